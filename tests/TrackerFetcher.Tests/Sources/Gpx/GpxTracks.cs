namespace TrackerFetcher.Tests.Sources.Gpx;

/// <summary>Small tracks, each with an oddity of real files.</summary>
internal static class GpxTracks
{
    private const string Gpx10 = """<gpx version="1.0" creator="by hand" xmlns="http://www.topografix.com/GPX/1/0">""";
    private const string Gpx11 = """<gpx version="1.1" creator="by hand" xmlns="http://www.topografix.com/GPX/1/1">""";

    private static readonly Dictionary<string, string> Tracks = new(StringComparer.Ordinal)
    {
        // The time of the file is not the time of a point.
        ["no-times.gpx"] = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- drawn on a map -->
            {Gpx10}<time>2011-07-05T04:11:41Z</time><bounds minlat="45.47" minlon="13.50" maxlat="45.49" maxlon="13.53"/>
            <trk><name>Untitled</name><trkseg>{Points(25, i => $"<ele>{i}.000000</ele>")}</trkseg></trk></gpx>
            """,
        ["some-times.gpx"] = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            {Gpx10}<time>2010-10-04T05:13:19Z</time>
            <wpt lat="45.1" lon="14.1"><time>2010-10-03T09:00:00Z</time></wpt>
            <trk><name>1</name><trkseg>{Points(20, _ => "<ele>733.623291</ele>")}</trkseg></trk>
            <trk><name>2</name><trkseg>{Points(30, i => $"<ele>542.3</ele><time>2010-10-03T09:36:{i:D2}Z</time>")}</trkseg>
            <trkseg>{Points(8, _ => "")}</trkseg></trk></gpx>
            """,
        ["times-of-1901.gpx"] = $"""
            {Gpx10}<trk><trkseg>{Points(12, _ => "<ele>1614.678000</ele><time>1901-12-13T20:45:52.2073437Z</time>")}</trkseg></trk></gpx>
            """,
        ["times-of-1970.gpx"] = $"""
            {Gpx11}<trk><trkseg>{Points(14, _ => "<time>1970-01-01T00:00:00+00:00</time>")}
            {Points(1, _ => "<time>2015-02-11T08:16:35+00:00</time>")}</trkseg></trk></gpx>
            """,
        ["offset-and-fractions.gpx"] = $"""
            <?xml version="1.0" encoding="utf-8"?>
            <gpx xmlns="http://www.topografix.com/GPX/1/1" xmlns:ext="http://www.garmin.com/xmlschemas/TrackPointExtension/v1" version="1.1">
            <trk><type>run</type><trkseg>
            <trkpt lon="9.992872" lat="57.011456"><ele>23.5536</ele><time>2015-12-11T15:43:13.000+01:00</time></trkpt>
            <trkpt lon="9.992874" lat="57.01147"><ele>23.551199</ele><time>2015-12-11T15:43:13.994+01:00</time>
            <extensions><ext:TrackPointExtension><ext:hr>120</ext:hr></ext:TrackPointExtension></extensions></trkpt>
            </trkseg></trk></gpx>
            """,
        ["empty-segment.gpx"] = $"""
            {Gpx11}<trk><name>2013-07-06T14:59:00Z</name><trkseg/>
            <trkseg>{Points(9, i => $"<time>2013-07-06T17:26:{i:D2}Z</time>")}</trkseg><trkseg></trkseg></trk><trk/></gpx>
            """,
        ["extremes.gpx"] = $"""
            {Gpx11}<trk><trkseg>
            <trkpt lat="90" lon="0"><ele>-430.5</ele><time>2020-01-01T00:00:00Z</time></trkpt>
            <trkpt lat="-90.000000000" lon="12"><time>2020-01-01T00:00:01Z</time></trkpt>
            <trkpt lat="16.5" lon="180"><ele>8848.86</ele><time>2020-01-01T00:00:02Z</time></trkpt>
            <trkpt lat="16.5" lon="-180"><time>2020-01-01T00:00:03Z</time></trkpt>
            </trkseg></trk></gpx>
            """,
        // GPX knows no scientific notation.
        ["tiny-floats.gpx"] = $"""
            {Gpx11}<trk><trkseg><trkpt lat="0.000091697" lon="0.007589780"><time>2020-01-01T00:00:00Z</time></trkpt>
            <trkpt lat="-0.000000001" lon="0.000000002"><time>2020-01-01T00:00:01Z</time></trkpt></trkseg></trk></gpx>
            """,
        ["tiny-floats-without-times.gpx"] = $"""
            {Gpx11}<trk><name>Untitled</name><trkseg><trkpt lat="0.000091697" lon="0.007589780"><ele>10.000000</ele></trkpt>
            <trkpt lat="0.000000001" lon="0.000000002"/><trkpt lat="-0.000000001" lon="-0.000000002"/></trkseg></trk></gpx>
            """,
        ["bad-dilution.gpx"] = $"""
            {Gpx11}<trk><trkseg>
            <trkpt lat="12.1" lon="13.2"><hdop>300.1</hdop><vdop>301.1</vdop><pdop>302.1</pdop></trkpt>
            </trkseg></trk></gpx>
            """,
        ["u-turn.gpx"] = $"""
            {Gpx11}<metadata><time>2015-02-11T08:16:00Z</time></metadata><trk><trkseg>
            <trkpt lat="51.343324" lon="12.359187"><time>2015-02-11T08:16:35+00:00</time></trkpt>
            <trkpt lat="51.343930" lon="12.358929"><time>2015-02-11T08:16:35+00:00</time></trkpt>
            <trkpt lat="51.343324" lon="12.359187"><time>2015-02-11T08:16:36+00:00</time></trkpt>
            </trkseg></trk></gpx>
            """,
    };

    public static string Read(string name) => Tracks[name];

    private static string Points(int count, Func<int, string> inside) => string.Concat(
        Enumerable.Range(0, count).Select(i => $"<trkpt lat=\"45.48{i:D2}\" lon=\"13.507{i}89780\">\n  {inside(i)}\n</trkpt>\n"));
}
