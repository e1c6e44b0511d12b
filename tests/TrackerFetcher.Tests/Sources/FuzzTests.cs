using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrackerFetcher.Sources;
using TrackerFetcher.Tests.Sources.GtfsRealtime;

namespace TrackerFetcher.Tests.Sources;

/// <summary>Broken input of every kind ends in the quarantine or in a <see cref="SourceException"/>, never in anything else.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int Rounds = 400;
    private readonly ServiceProvider _services = Feeds.Services();

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData(SourceReaders.Csv, 1)]
    [InlineData(SourceReaders.Csv, 2)]
    [InlineData(SourceReaders.Gpx, 1)]
    [InlineData(SourceReaders.Gpx, 2)]
    [InlineData(SourceReaders.GtfsRealtime, 1)]
    [InlineData(SourceReaders.GtfsRealtime, 2)]
    public async Task A_mutated_file_raises_nothing_but_a_source_exception(string kind, int seed)
    {
        Random random = new(seed);
        byte[] valid = ValidOf(kind);
        ISourceReader reader = _services.GetRequiredKeyedService<ISourceReader>(kind);
        int refused = 0;
        int read = 0;
        for (int round = 0; round < Rounds; round++)
        {
            using TempFile file = new(Mutate(valid, random), "fuzz");
            try
            {
                await foreach (SourceBatch batch in reader.ReadAsync(new SourceRequest(file.Path), CancellationToken.None))
                {
                    read++;
                    Assert.All(batch.Rejected, r =>
                    {
                        Assert.InRange(r.Payload.Length, 0, RejectedReport.LongestPayload);
                        Assert.InRange(r.Detail.Length, 1, RejectedReport.LongestPayload);
                        Assert.DoesNotContain('\0', r.Payload + r.Detail + r.TrackerKey);
                    });
                }
            }
            catch (SourceException e)
            {
                Assert.Contains(file.Path, e.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        // The mutations are worth something: some leave a readable file, some don't.
        Assert.InRange(read, 5, int.MaxValue);
        Assert.InRange(refused, 5, Rounds);
    }

    [Theory]
    [InlineData(SourceReaders.Csv)]
    [InlineData(SourceReaders.Gpx)]
    [InlineData(SourceReaders.GtfsRealtime)]
    [InlineData(SourceReaders.Simulator)]
    public async Task A_mutated_position_is_a_start_or_a_place_in_the_file(string kind)
    {
        Random random = new(3);
        using TempFile file = new(ValidOf(kind), "fuzz");
        const string Fleet = """{"reports":50,"start":"2025-01-01T00:00:00Z"}""";
        string? options = kind == SourceReaders.Simulator ? Fleet : null;
        ISourceReader reader = _services.GetRequiredKeyedService<ISourceReader>(kind);
        string position = (await Reading.Of(reader, file.Path, options)).Position;
        for (int round = 0; round < Rounds; round++)
        {
            string mutated = Encoding.UTF8.GetString(Mutate(Encoding.UTF8.GetBytes(position), random));
            Reading reading = await Reading.Of(reader, file.Path, options, mutated);
            Assert.InRange(reading.Received, 0, 50);
        }
    }

    private static byte[] ValidOf(string kind)
    {
        IEnumerable<int> rows = Enumerable.Range(0, 50);
        return kind switch
        {
            SourceReaders.Csv => Encoding.UTF8.GetBytes(
                "id,time,lat,lon,speed,note\n" + string.Concat(rows.Select(i => $"bus {i},2025-01-01T10:00:{i:D2}+01:00,48.{i},16.{i},{i},\"a \"\"{i}\"\", b\"\r\n"))),
            SourceReaders.Gpx => Encoding.UTF8.GetBytes(
                $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><gpx><trk><name>ride</name><trkseg>{string.Concat(rows.Select(i => $"<trkpt lat=\"48.{i}\" lon=\"16.{i}\"><ele>1</ele><time>2025-01-01T10:00:{i:D2}Z</time></trkpt>"))}</trkseg></trk></gpx>"),
            _ => Feeds.OfMany(50),
        };
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        List<byte> bytes = [.. valid];
        ReadOnlySpan<byte> telling = "\0\",;\n\r<>&-+:eE.9\xFF\x80"u8;
        for (int changes = random.Next(1, 6); changes > 0 && bytes.Count > 1; changes--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = telling[random.Next(telling.Length)];
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(at + 1), Math.Min(length, bytes.Count - at)));
                    break;
                case 4:
                    bytes.RemoveRange(at, random.Next(4) == 0 ? bytes.Count - at : 1);
                    break;
                default:
                    bytes.Insert(at, telling[random.Next(telling.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }
}
