using System.Text;
using Tracker.Data.Model;
using Tracker.Geo.Reports;
using Tracker.Tests.Days;
using Tracker.Tests.Oracle;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Tests.Sources.Csv;

public sealed class CsvSourceReaderTests : IDisposable
{
    private const string Header = "vehicle_id,timestamp,latitude,longitude\n";
    private readonly Readers _readers = new();
    private readonly ISourceReader _reader;

    public CsvSourceReaderTests() => _reader = _readers[Kind.Csv];

    public void Dispose() => _readers.Dispose();

    public static TheoryData<string, int> DaysAndSeeds()
    {
        TheoryData<string, int> data = [];
        foreach (string day in LocationDay.All)
        {
            data.Add(day, 1);
            data.Add(day, 2);
            data.Add(day, 3);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(LocationDay.All), MemberType = typeof(LocationDay))]
    public async Task A_day_is_read_whole(string name)
    {
        LocationDay day = LocationDay.Of(name);
        Reading reading = await Reading.Of(_reader, day.File);

        Assert.Equal(day.Rows, reading.Received);
        Assert.Empty(reading.Rejected);
        Assert.Equal(day.Vehicles, reading.Reports.Select(r => r.TrackerKey).Distinct().Count());
        Assert.Equal(day.Distinct, reading.Reports.Distinct().Count());
        OracleReport[] read =
        [
            .. reading.Reports.Select(r => new OracleReport(r.TrackerKey, r.RecordedAt, r.Latitude, r.Longitude, r.SpeedMetresPerSecond)),
        ];
        Assert.Equal(day.First, read[0]);
        Assert.Equal(OracleReport.ReadCsv(day.File), read);
    }

    [Theory]
    [MemberData(nameof(DaysAndSeeds))]
    public async Task Reading_on_from_any_position_gives_what_one_read_gives(string day, int seed)
    {
        string path = LocationDay.Of(day).File;
        Reading whole = await Reading.Of(_reader, path);
        Reading resumed = await Reading.Resumed(() => _reader, path, seed);

        Assert.Equal(whole.Reports, resumed.Reports);
        Assert.Equal(whole.Position, resumed.Position);
    }

    [Fact]
    public async Task Quotes_a_byte_order_mark_and_line_ends_of_any_kind_are_read()
    {
        using TempFile file = new("\uFEFF\"Vehicle ID\";Time;\"Lat\";LON;note\r\n\"bus \"\"7\"\"\";1425744214;\"48.1\";16.3;\"a;b\r\nc\"\r\n\r\n8;1425744214;48.2;16.4;\n");
        Reading reading = await Reading.Of(_reader, file.Path);

        Assert.Empty(reading.Rejected);
        Assert.Equal(["bus \"7\"", "8"], reading.Reports.Select(r => r.TrackerKey));
        Assert.Equal([48.1, 48.2], reading.Reports.Select(r => r.Latitude));
    }

    [Fact]
    public async Task A_decimal_comma_is_read_where_the_comma_is_no_delimiter()
    {
        using TempFile file = new("id;time;lat;lon\n7;1425744214;48,125;-16,5\n7;1425744214;48,1,25;1\n");
        Reading reading = await Reading.Of(_reader, file.Path);

        NewReport report = Assert.Single(reading.Reports);
        Assert.Equal((48.125, -16.5), (report.Latitude, report.Longitude));
        Assert.Single(reading.Rejected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Quoted_fields_are_read_whatever_part_of_them_the_memory_holds(int seed)
    {
        Random random = new(seed);
        string[] pieces = ["bus", "\"\"", ",", "\n", "\r\n", ";", " x ", "ü", new string('z', 300)];
        StringBuilder csv = new("note,id,time,lat,lon\r\n");
        List<string> keys = [];
        while (csv.Length < 1_000_000)
        {
            string note = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => pieces[random.Next(pieces.Length)]));
            string key = $"k\"{keys.Count},";
            keys.Add(key);
            csv.Append('"').Append(note).Append("\",\"").Append(key.Replace("\"", "\"\"", StringComparison.Ordinal))
                .Append("\",1425744214,48.1,16.3").Append(random.Next(2) == 0 ? "\n" : "\r\n");
        }

        using TempFile file = new(csv.ToString());
        Reading whole = await Reading.Of(_reader, file.Path);
        Reading resumed = await Reading.Resumed(() => _reader, file.Path, seed, """{"longestLine":16384}""");

        Assert.Equal(keys, whole.Reports.Select(r => r.TrackerKey));
        Assert.Equal(keys, resumed.Reports.Select(r => r.TrackerKey));
    }

    [Fact]
    public async Task All_measurements_are_found_by_their_usual_names()
    {
        using TempFile file = new("id\ttime\tlat\tlng\taccuracy\tele\tspeed_kmh\tcourse\tbattery\n7\t1425744214\t48.1\t16.3\t12.5\t170\t36\t90\t55\n7\t1425744215\t48.1\t16.3\t0\tn/a\t-1\t400\t\n");
        Reading reading = await Reading.Of(_reader, file.Path);

        NewReport full = reading.Reports[0];
        Assert.Equal((12.5, 170.0, 90.0, 55.0), (full.AccuracyMetres, full.AltitudeMetres, full.HeadingDegrees, full.BatteryPercent));
        Assert.Equal(10, full.SpeedMetresPerSecond!.Value, 9);
        NewReport bare = reading.Reports[1];
        Assert.Null(bare.AccuracyMetres ?? bare.AltitudeMetres ?? bare.SpeedMetresPerSecond ?? bare.HeadingDegrees ?? bare.BatteryPercent);
    }

    [Fact]
    public async Task Columns_and_units_can_be_mapped_and_a_file_can_be_of_one_tracker()
    {
        using TempFile file = new("wann,breite,länge,tempo\n2024-07-15 12:00:00,48.1,16.3,10\n");
        Reading reading = await Reading.Of(
            _reader,
            file.Path,
            """{"tracker":"my phone","timeZone":"Europe/Vienna","speedUnit":"knots","columns":{"time":"Wann","latitude":"breite","longitude":"länge","speed":"tempo"}}""");

        NewReport report = Assert.Single(reading.Reports);
        Assert.Equal(("my phone", 10), (report.TrackerKey, report.RecordedAt.Hour));
        Assert.Equal(5.144, report.SpeedMetresPerSecond!.Value, 3);
    }

    [Theory]
    [InlineData("7,1425744214,48.1", RejectionReason.Malformed, "The last line is torn: 3 columns where the header has 4.")]
    [InlineData("7,1425744214,48.1,16.3,9", RejectionReason.Malformed, "5 columns where the header has 4.")]
    [InlineData("7,soon,48.1,16.3", RejectionReason.Malformed, "'soon' is not a time")]
    [InlineData("7,,48.1,16.3", RejectionReason.MissingTime, "The time is empty.")]
    [InlineData("7,1425744214,48.1N,16.3", RejectionReason.Malformed, "The latitude '48.1N' is not a number.")]
    [InlineData("7,1425744214,,16.3", RejectionReason.ImpossibleCoordinates, "is not on the globe")]
    [InlineData("7,1425744214,91,16.3", RejectionReason.ImpossibleCoordinates, "(91, 16.3) is not on the globe.")]
    [InlineData("7,1425744214,0,0.0", RejectionReason.NullIsland, "without a fix")]
    [InlineData("7,14257442,48.1,16.3", RejectionReason.BeforeYear2000, "before 2000")]
    [InlineData("7,2026-01-01T00:01:01Z,48.1,16.3", RejectionReason.InFuture, "the tolerance of 00:01:00")]
    [InlineData(",1425744214,48.1,16.3", RejectionReason.MissingTracker, "key is empty")]
    [InlineData("\"7,1425744214,48.1,16.3", RejectionReason.Malformed, "A quote is not closed")]
    [InlineData("\"7\"x,1425744214,48.1,16.3", RejectionReason.Malformed, "A quote is not closed, or text follows it.")]
    public async Task A_bad_line_is_quarantined_with_its_reason(string line, RejectionReason reason, string detail)
    {
        using TempFile file = new(Header + "1,1425744214,48.1,16.3\n" + line);
        Reading reading = await Reading.Of(_reader, file.Path);

        Assert.Single(reading.Reports);
        QuarantinedReport rejected = Assert.Single(reading.Rejected);
        Assert.Equal((reason, line), (rejected.Reason, rejected.Payload));
        Assert.Contains(detail, rejected.Detail, StringComparison.Ordinal);
        Assert.Equal(2, reading.Received);
    }

    [Fact]
    public async Task A_bad_line_costs_no_other_line()
    {
        string tooLong = new('x', 70_000);
        string endless = new('y', 700_000);
        using TempFile file = new($"{Header}1,1425744214,48.1,16.3\n\"2,1425744214,48.1,16.3\n3,1425744214,48.1,16.3\n{tooLong}\n{endless}\n4,1425744214,48.1,16.3\n");
        Reading reading = await Reading.Of(_reader, file.Path);

        Assert.Equal(["1", "3", "4"], reading.Reports.Select(r => r.TrackerKey));
        Assert.Equal(3, reading.Rejected.Count);
        Assert.All(reading.Rejected, r => Assert.True(r.Payload.Length <= Excerpt.Longest));
    }

    [Fact]
    public async Task A_last_line_without_a_line_end_counts_once_and_is_read_again_when_it_has_grown()
    {
        using TempFile file = new(Header + "1,1425744214,48.1,16.3\n2,1425744214,48.1");
        Reading torn = await Reading.Of(_reader, file.Path);
        Reading again = await Reading.Of(_reader, file.Path, position: torn.Position);
        await File.AppendAllTextAsync(file.Path, ",16.3\n3,1425744214,48.1,16.3");
        Reading grown = await Reading.Of(_reader, file.Path, position: again.Position);
        Reading rest = await Reading.Of(_reader, file.Path, position: grown.Position);

        Assert.Equal((1, 1), (torn.Reports.Count, torn.Rejected.Count));
        Assert.Equal(0, again.Received);
        Assert.Equal(["2", "3"], grown.Reports.Select(r => r.TrackerKey));
        Assert.Equal(0, rest.Received);
    }

    [Fact]
    public async Task A_file_that_was_replaced_is_read_from_its_start()
    {
        using TempFile file = new(Header + "1,1425744214,48.1,16.3\n2,1425744214,48.1,16.3\n");
        Reading first = await Reading.Of(_reader, file.Path);
        await File.WriteAllTextAsync(file.Path, Header + "3,1425744214,48.1,16.3\n4,1425744214,48.1,16.3\n5,1425744214,48.1,16.3\n");
        Reading second = await Reading.Of(_reader, file.Path, position: first.Position);
        Reading unknown = await Reading.Of(_reader, file.Path, position: "gpx1:5");

        Assert.Equal(["3", "4", "5"], second.Reports.Select(r => r.TrackerKey));
        Assert.Equal(3, unknown.Received);
    }

    public static TheoryData<byte[], string> Unreadable => new()
    {
        { [], "is empty" },
        { [0x1F, 0x8B, 0x08, 0x00, 0x0A, 0x01], "is not a CSV" },
        { Encoding.UTF8.GetBytes("SQLite format 3\0 and so on\n"), "is not a CSV" },
        { [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("id,time,lat,lon\n")], "is UTF-16. Save it as UTF-8." },
        { Encoding.UTF8.GetBytes("id,when,lat\n1,2,3\n"), "lacks a column for time, longitude; its first line has: 'id', 'when', 'lat'. Rename the columns, or map them with the option 'columns'." },
        { Encoding.UTF8.GetBytes("7,1425744214,48.1,16.3\n"), "lacks a column for tracker, time, latitude, longitude" },
        { Encoding.UTF8.GetBytes(new string('x', 100_000)), "hold no line end" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_file_that_is_no_table_of_reports_is_refused(byte[] content, string message)
    {
        using TempFile file = new(content, "reports.csv");
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => Reading.Of(_reader, file.Path));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains(file.Path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_and_a_folder_are_named()
    {
        SourceException missing = await Assert.ThrowsAsync<SourceException>(() => Reading.Of(_reader, "/nowhere/reports.csv"));
        SourceException folder = await Assert.ThrowsAsync<SourceException>(() => Reading.Of(_reader, Path.GetTempPath()));

        Assert.Equal("'/nowhere/reports.csv' does not exist. Check the path.", missing.Message);
        Assert.Contains("is a folder", folder.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"batchSize":0}""", "The option 'batchSize' is not valid")]
    [InlineData("""{"futureTolerance":"-00:00:01"}""", "The option 'futureTolerance' is not valid")]
    [InlineData("""{"columns":null}""", "'columns'")]
    [InlineData("""{"batchSize":"many"}""", "'batchSize'")]
    [InlineData("""{"timezone":"Mars/Olympus"}""", "'timeZone' names no known time zone: 'Mars/Olympus'")]
    [InlineData("""{"colums":{}}""", "'colums'")]
    [InlineData("""{"columns":{"time":"wann"}}""", "time (mapped to 'wann')")]
    [InlineData("[1]", "the JSON")]
    public async Task A_wrong_option_is_named(string options, string message)
    {
        using TempFile file = new(Header);
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => Reading.Of(_reader, file.Path, options));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_alone_is_no_error()
    {
        using TempFile file = new(Header);
        Reading reading = await Reading.Of(_reader, file.Path);

        Assert.Equal(0, reading.Received);
    }
}
