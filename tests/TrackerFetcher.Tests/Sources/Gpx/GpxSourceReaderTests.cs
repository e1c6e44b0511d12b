using Tracker.Geo.Reports;
using Tracker.Tests;
using TrackerFetcher.Sources;
using TrackerFetcher.Sources.Gpx;

namespace TrackerFetcher.Tests.Sources.Gpx;

public sealed class GpxSourceReaderTests
{
    private readonly GpxSourceReader _reader = new(FixedTime.At("2026-01-01T00:00:00Z"));

    public static TheoryData<string, int, int, int> Tracks()
    {
        TheoryData<string, int, int, int> data = new()
        {
            { "ride.gpx", 2_000, 0, 0 },
            { "some-times.gpx", 30, 0, 28 },
            { "times-of-1901.gpx", 0, 12, 0 },
            { "times-of-1970.gpx", 1, 14, 0 },
            { "offset-and-fractions.gpx", 2, 0, 0 },
            { "empty-segment.gpx", 9, 0, 0 },
            { "extremes.gpx", 4, 0, 0 },
            { "tiny-floats.gpx", 2, 0, 0 },
            { "u-turn.gpx", 3, 0, 0 },
        };
        if (RealData.Exists)
        {
            data.Add("gpx/limerick-bus-304_2019-02-18.gpx", 2_144, 0, 0);
            data.Add("gpx/gpxpy_Mojstrovka.gpx", 0, 184, 0);
            data.Add("gpx/gpxpy_cerknicko-jezero.gpx", 296, 0, 0);
            data.Add("gpx/gpxpy_cerknicko-without-times.gpx", 5, 0, 291);
            data.Add("gpx/gpxpy_korita-zbevnica.gpx", 513, 0, 358);
            data.Add("gpx/gpxpy_around-visnjan-with-car.gpx", 104, 0, 0);
            data.Add("gpx/gpxpy_track-with-empty-segment.gpx", 9, 0, 0);
            data.Add("gpx/gpxpy_track-with-less-sec-time.gpx", 2, 0, 0);
            data.Add("gpx/graphhopper_issue-70.gpx", 17, 0, 0);
            data.Add("gpx/graphhopper_test1.gpx", 0, 264, 0);
            data.Add("gpx/graphhopper_tour4-with-uturn.gpx", 5, 0, 0);
        }

        return data;
    }

    public static TheoryData<string, int> TracksWithoutTimes()
    {
        TheoryData<string, int> data = new() { { "no-times.gpx", 25 }, { "tiny-floats-without-times.gpx", 3 }, { "bad-dilution.gpx", 1 } };
        if (RealData.Exists)
        {
            data.Add("gpx/gpxpy_track-with-extremes.gpx", 25);
            data.Add("gpx/gpxpy_track-with-small-floats.gpx", 3);
            data.Add("gpx/gpxpy_track_with_dilution_errors.gpx", 1);
        }

        return data;
    }

    public static TheoryData<string> TracksWithFractions => [.. Samples.Available("offset-and-fractions.gpx", "gpx/gpxpy_track-with-less-sec-time.gpx")];

    public static TheoryData<string, int> RidesAndSeeds()
    {
        TheoryData<string, int> data = [];
        foreach (string ride in Samples.Available("ride.gpx", "gpx/limerick-bus-304_2019-02-18.gpx"))
        {
            data.Add(ride, 1);
            data.Add(ride, 2);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Tracks))]
    public async Task A_track_is_read_and_points_without_a_time_or_of_a_time_before_2000_are_quarantined(string name, int reports, int tooOld, int untimed)
    {
        using TempFile file = Samples.Copy(name);
        Reading reading = await Reading.Of(_reader, file.Path);

        Assert.Equal(reports + tooOld + untimed, reading.Received);
        Assert.Equal(reports, reading.Reports.Count);
        Assert.Equal(tooOld, reading.Rejected.Count(r => r.Reason == RejectionReason.BeforeYear2000));
        Assert.Equal(untimed, reading.Rejected.Count(r => r.Reason == RejectionReason.MissingTime));
        Assert.All(reading.Reports, r => Assert.Equal(Path.GetFileNameWithoutExtension(name), r.TrackerKey));
    }

    [Theory]
    [MemberData(nameof(TracksWithoutTimes))]
    public async Task A_track_without_any_time_is_refused_with_the_reason(string name, int points)
    {
        using TempFile file = Samples.Copy(name);
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => Reading.Of(_reader, file.Path));

        Assert.Contains($"None of the {points} track points", e.Message, StringComparison.Ordinal);
        Assert.Contains("Export the track with times.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TracksWithFractions))]
    public async Task Offsets_and_fractions_of_seconds_are_kept(string name)
    {
        using TempFile file = Samples.Copy(name);
        Reading reading = await Reading.Of(_reader, file.Path);

        Assert.Equal(["2015-12-11T14:43:13.0000000Z", "2015-12-11T14:43:13.9940000Z"], reading.Reports.Select(r => r.RecordedAt.ToString("O")));
    }

    [Fact]
    public async Task Extreme_and_tiny_numbers_are_read_as_they_stand()
    {
        using TempFile extremes = Samples.Copy("extremes.gpx");
        using TempFile tiny = Samples.Copy("tiny-floats.gpx");
        Assert.Equal(
            [(90.0, 0.0, -430.5), (-90.0, 12.0, null), (16.5, 180.0, 8_848.86), (16.5, -180.0, null)],
            (await Reading.Of(_reader, extremes.Path)).Reports.Select(r => (r.Latitude, r.Longitude, r.AltitudeMetres)));
        Assert.Equal(
            [(0.000091697, 0.00758978), (-1e-9, 2e-9)],
            (await Reading.Of(_reader, tiny.Path)).Reports.Select(r => (r.Latitude, r.Longitude)));
    }

    [Theory]
    [MemberData(nameof(RidesAndSeeds))]
    public async Task Reading_on_from_any_position_gives_what_one_read_gives(string ride, int seed)
    {
        using TempFile file = Samples.Copy(ride);
        Reading whole = await Reading.Of(_reader, file.Path);
        Reading resumed = await Reading.Resumed(() => _reader, file.Path, seed);
        Reading after = await Reading.Of(_reader, file.Path, position: whole.Position);

        Assert.Equal(whole.Reports, resumed.Reports);
        Assert.Equal(0, after.Received);
    }

    [Fact]
    public async Task A_point_gives_what_it_has_and_a_bad_one_costs_only_itself()
    {
        using TempFile file = Gpx("""
            <trk><name>ride</name><trkseg>
            <trkpt lat="48.1" lon="16.3"><ele>170</ele><time>2024-01-01T10:00:00Z</time><extensions><a><speed>3.5</speed><course>90</course><time>7</time></a></extensions></trkpt>
            <trkpt lat="48.1" lon="16.3"/>
            <trkpt lat="48.1" lon="16.3"><time>noon</time></trkpt>
            <trkpt lat="here" lon="16.3"><time>2024-01-01T10:00:01Z</time></trkpt>
            <trkpt lon="16.3"><time>2024-01-01T10:00:01Z</time></trkpt>
            <trkpt lat="0" lon="0"><time>2024-01-01T10:00:01Z</time></trkpt>
            </trkseg></trk><trk><trkseg><trkpt lat="48.2" lon="16.4"><time>2024-01-01T11:00:00</time></trkpt></trkseg></trk>
            """);
        Reading reading = await Reading.Of(_reader, file.Path, """{"keyFrom":"track"}""");

        NewReport report = reading.Reports[0];
        Assert.Equal((170.0, 3.5, 90.0), (report.AltitudeMetres, report.SpeedMetresPerSecond, report.HeadingDegrees));
        Assert.Equal(["ride", "my ride"], reading.Reports.Select(r => r.TrackerKey));
        Assert.Equal(
            [RejectionReason.MissingTime, RejectionReason.Malformed, RejectionReason.Malformed, RejectionReason.ImpossibleCoordinates, RejectionReason.NullIsland],
            reading.Rejected.Select(r => r.Reason));
        Assert.All((await Reading.Of(_reader, file.Path, """{"tracker":"me"}""")).Reports, r => Assert.Equal("me", r.TrackerKey));
    }

    [Theory]
    [InlineData("<name><![CDATA[ my <bike> ]]></name>", "my <bike>")]
    [InlineData("<name>my <![CDATA[<bike>]]> &amp; me</name>", "my <bike> & me")]
    [InlineData("<name>my<!-- not --> bike</name><desc>it</desc>", "my bike")]
    [InlineData("<name/><desc><![CDATA[it]]></desc>", "my ride")]
    public async Task A_tracks_name_may_stand_in_CDATA_and_in_pieces(string name, string key)
    {
        using TempFile file = Gpx($"""<trk>{name}<trkseg><trkpt lat="48.1" lon="16.3"><time><![CDATA[2024-01-01T10:00:00Z]]></time></trkpt></trkseg></trk>""");
        Assert.Equal(key, Assert.Single((await Reading.Of(_reader, file.Path, """{"keyFrom":"track"}""")).Reports).TrackerKey);
    }

    [Fact]
    public async Task A_name_of_any_length_and_any_number_of_pieces_is_cut()
    {
        string pieces = string.Concat(Enumerable.Repeat("<![CDATA[a]]>b", 20_000));
        using TempFile file = Gpx($"""<trk><name>{pieces}</name><trkseg><trkpt lat="48.1" lon="16.3"><time>2024-01-01T10:00:00Z</time></trkpt></trkseg></trk>""");
        Reading reading = await Reading.Of(_reader, file.Path, """{"keyFrom":"track"}""");
        Assert.Equal(RejectionReason.MissingTracker, Assert.Single(reading.Rejected).Reason);
    }

    public static TheoryData<string, string> Unbounded => new()
    {
        { $"""<trk><trkseg><trkpt lat="{new string('1', 5_000_000)}" lon="1"><time>2024-01-01T10:00:00Z</time></trkpt></trkseg></trk>""", "longer than 4194304 bytes" },
        { $"<trk><trkseg>{string.Concat(Enumerable.Repeat("<a>", 200))}", "nested more than 100 deep" },
        { $"<trk><trkseg>{string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<a{i}/>"))}</trkseg></trk>", "more than 10000 different names" },
    };

    [Theory]
    [MemberData(nameof(Unbounded))]
    public async Task Markup_that_an_XML_reader_would_keep_without_bound_is_refused(string tracks, string message)
    {
        using TempFile file = Gpx(tracks);
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => Reading.Of(_reader, file.Path));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(5_000_000, false)]
    public async Task A_file_of_UTF_16_is_read_up_to_the_length_of_one_tag_there(int padding, bool isRead)
    {
        string text = $"""<gpx><trk><trkseg><trkpt lat="48.1" lon="16.3" note="{new string('\u013C', padding)}"><time>2024-01-01T10:00:00Z</time></trkpt></trkseg></trk></gpx>""";
        using TempFile file = new([0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes(text)], "wide.gpx");
        if (isRead)
        {
            Assert.Single((await Reading.Of(_reader, file.Path)).Reports);
        }
        else
        {
            await Assert.ThrowsAsync<SourceException>(() => Reading.Of(_reader, file.Path));
        }
    }

    [Fact]
    public async Task A_text_of_any_length_costs_only_its_point()
    {
        string endless = new('9', 3_000_000);
        using TempFile file = Gpx($"""
            <trk><trkseg><trkpt lat="48.1" lon="16.3"><desc>{endless}</desc><ele>{endless}</ele><time>2024-01-01T10:00:00Z{endless}</time></trkpt>
            <trkpt lat="48.1" lon="16.3"><time>2024-01-01T10:00:00Z</time></trkpt></trkseg></trk>
            """);
        Reading reading = await Reading.Of(_reader, file.Path);

        Assert.Single(reading.Reports);
        Assert.Equal(RejectionReason.Malformed, Assert.Single(reading.Rejected).Reason);
    }

    [Fact]
    public async Task Of_a_torn_file_what_stands_before_is_taken()
    {
        using TempFile file = new("""<gpx><trk><trkseg><trkpt lat="48.1" lon="16.3"><time>2024-01-01T10:00:00Z</time></trkpt><trkpt lat="48.""", "torn.gpx");
        List<SourceBatch> batches = [];
        SourceException e = await Assert.ThrowsAsync<SourceException>(async () =>
        {
            await foreach (SourceBatch batch in _reader.ReadAsync(new SourceRequest(file.Path), CancellationToken.None))
            {
                batches.Add(batch);
            }
        });

        Assert.Single(Assert.Single(batches).Reports);
        Assert.False(batches[0].IsLast);
        Assert.Contains("The 1 points before are taken.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("time,lat,lon", "is not XML")]
    [InlineData("<html/>", "its root element is 'html'")]
    [InlineData("<gpx><wpt lat='1' lon='2'/></gpx>", "holds no track points (1 waypoints and route points)")]
    [InlineData("<!DOCTYPE gpx [<!ENTITY a 'aaaa'>]><gpx>&a;</gpx>", "DTD is prohibited")]
    [InlineData("<gpx><trk><trkseg><trkpt lat='1' lon='2'><ti", "torn before its first point with a time")]
    public async Task A_file_that_is_no_track_is_refused(string content, string message)
    {
        using TempFile file = new(content, "bad.gpx");
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => Reading.Of(_reader, file.Path));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains(file.Path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_above_the_limit_is_refused()
    {
        using TempFile file = Gpx("<trk/>");
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => Reading.Of(_reader, file.Path, """{"largestFile":10}"""));
        Assert.Contains("'largestFile'", e.Message, StringComparison.Ordinal);
    }

    private static TempFile Gpx(string tracks) =>
        new($"""<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">{tracks}</gpx>""", "my ride.gpx");
}
