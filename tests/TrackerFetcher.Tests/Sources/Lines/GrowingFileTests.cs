using System.Text;
using Tracker.Geo.Reports;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Tests.Sources.Lines;

/// <summary>Files that are written while they are read.</summary>
public sealed class GrowingFileTests : IDisposable
{
    private const string Csv = "id,time,lat,lon\n1,1425744214,48.1,16.3738\n2,1425744214,48.2,16.3738\n\"3, b\"\"\",1425744214,48.25,16.3738\n";

    private readonly Readers _readers = new();

    public static TheoryData<string, string> Whole => new()
    {
        { Kind.Csv, Csv },
        { Kind.Ndjson, string.Concat(Enumerable.Range(1, 3).Select(i => $$"""{"id":"{{i}}","time":1425744214,"lat":48.{{i}},"lon":16.3738}""" + "\n")) },
        { Kind.OwnTracks, string.Concat(Enumerable.Range(1, 3).Select(i => $"2015-03-07T16:03:34Z\t*                 \t{{\"_type\":\"location\",\"tst\":1425744214,\"lat\":48.{i},\"lon\":16.3738,\"topic\":\"owntracks/jane/{i}\"}}\n")) },
    };

    public void Dispose() => _readers.Dispose();

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task A_last_line_that_is_being_written_is_left_until_it_ends_wherever_it_is_cut(string kind, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        using TempFile file = new(bytes, NameOf(kind));
        NewReport[] expected = [.. (await _readers.Read(kind, file.Path)).Reports];
        Assert.Equal(3, expected.Length);

        // From within the second line on: a file of this kind begins with a whole one.
        int first = Encoding.UTF8.GetByteCount(text[..(text.IndexOf("48.1", StringComparison.Ordinal) + 4)]);
        for (int cut = Array.IndexOf(bytes, (byte)'\n', first) + 1; cut <= bytes.Length; cut++)
        {
            await File.WriteAllBytesAsync(file.Path, bytes[..cut]);
            Reading torn = await ReadAsync(kind, file);
            await File.WriteAllBytesAsync(file.Path, bytes);
            Reading rest = await ReadAsync(kind, file, torn.Position);

            Assert.Equal(expected, torn.Reports.Concat(rest.Reports));
            Assert.Empty(torn.Rejected.Concat(rest.Rejected));
        }
    }

    [Fact]
    public async Task A_record_of_several_lines_is_left_whole_where_its_last_one_is_being_written()
    {
        using TempFile file = new("id,time,lat,lon\n1,1425744214,48.1,16.3\n\"2\nb\",1425744214,48.2,16.3");
        Reading torn = await ReadAsync(Kind.Csv, file);
        await File.AppendAllTextAsync(file.Path, "738\n");
        Reading rest = await ReadAsync(Kind.Csv, file, torn.Position);

        Assert.Equal("1", Assert.Single(torn.Reports).TrackerKey);
        Assert.Equal(("2\nb", 16.3738), (Assert.Single(rest.Reports).TrackerKey, rest.Reports[0].Longitude));
        Assert.Empty(torn.Rejected.Concat(rest.Rejected));
    }

    [Fact]
    public async Task A_stray_quote_delays_nothing_once_the_last_line_has_its_end()
    {
        using TempFile file = new("id,time,lat,lon\n\"1,1425744214,48.1,16.3\n2,1425744214,48.2,16.3\n");
        Reading reading = await ReadAsync(Kind.Csv, file);

        Assert.Equal("2", Assert.Single(reading.Reports).TrackerKey);
        Assert.Single(reading.Rejected);
    }

    [Theory]
    [InlineData(59, 1)]
    [InlineData(60, 2)]
    public async Task A_last_line_that_nobody_writes_on_is_taken(int secondsAlone, int reports)
    {
        using TempFile file = new("id,time,lat,lon\n1,1425744214,48.1,16.3\n2,1425744214,48.2,16.3");
        File.SetLastWriteTimeUtc(file.Path, _readers.Clock.Now.UtcDateTime.AddSeconds(-secondsAlone));
        Reading reading = await ReadAsync(Kind.Csv, file);

        Assert.Equal(reports, reading.Reports.Count);
        Assert.Empty(reading.Rejected);
    }

    [Fact]
    public async Task A_file_that_is_read_once_is_read_whole_and_an_option_says_how_long_a_line_waits()
    {
        using TempFile file = new("id,time,lat,lon\n1,1425744214,48.1,16.3");
        Assert.Single((await _readers.Read(Kind.Csv, file.Path)).Reports);

        File.SetLastWriteTimeUtc(file.Path, _readers.Clock.Now.UtcDateTime);
        Assert.Single((await ReadAsync(Kind.Csv, file, options: """{"lastLineAfter":"00:00:00"}""")).Reports);
        Assert.Empty((await ReadAsync(Kind.Csv, file)).Reports);
    }

    private static string NameOf(string kind) => kind == Kind.OwnTracks ? "2015-03.rec" : "reports";

    private Task<Reading> ReadAsync(string kind, TempFile file, string? position = null, string? options = null) =>
        Reading.Of(_readers[kind], file.Path, options, position, isScheduled: true);
}
