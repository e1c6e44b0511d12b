using System.IO.Compression;
using System.Text;
using TrackerFetcher.Sources;
using TrackerFetcher.Tests.Sources.FindMy;
using TrackerFetcher.Tests.Sources.GtfsRealtime;

namespace TrackerFetcher.Tests.Sources;

/// <summary>Small whole inputs of each kind, and what a seeded chance breaks in them.</summary>
internal static class Fuzzing
{
    public const int Rows = 50;

    /// <summary>The kinds that are read from bytes.</summary>
    public static readonly string[] Kinds =
    [
        Kind.Csv, Kind.Gpx, Kind.GtfsRealtime, Kind.Traccar, Kind.OwnTracks, RecorderFile,
        Kind.FindMy, Kind.Ndjson, Kind.HttpJson,
    ];

    /// <summary>The Recorder's other form.</summary>
    public const string RecorderFile = Kind.OwnTracks + ".rec";

    private static readonly string[] Tokens =
    [
        "null", "true", "{}", "[]", "\"", "\\", "\\ud800", "\\u0000", "-", "1e999", "-1e-999", "99999999999999999999", "NaN", "-0", ",", ":", "]", "}", "[[[[[[[[", "\t", "\r", "\n",
        "<![CDATA[", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>", "&a;", "\uFEFF", "\0",
    ];

    public static byte[] ValidOf(string kind)
    {
        IEnumerable<int> rows = Enumerable.Range(0, Rows);
        return kind switch
        {
            Kind.Csv => Bytes(
                "id,time,lat,lon,speed,note\n" + string.Concat(rows.Select(i => $"bus {i},2025-01-01T10:00:{i:D2}+01:00,48.{i},16.{i},{i},\"a \"\"{i}\"\", b\"\r\n"))),
            Kind.Gpx => Bytes(
                $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><gpx><trk><name>ride</name><trkseg>{string.Concat(rows.Select(i => $"<trkpt lat=\"48.{i}\" lon=\"16.{i}\"><ele>1</ele><time>2025-01-01T10:00:{i:D2}Z</time></trkpt>"))}</trkseg></trk></gpx>"),
            Kind.Traccar => List("[", "]", rows.Select(i =>
                $$"""{"id":{{i}},"deviceId":{{i}},"fixTime":"2025-01-01T10:00:{{i:D2}}.000+00:00","outdated":false,"latitude":48.{{i}},"longitude":16.{{i}},"speed":{{i}},"accuracy":5,"attributes":{"batteryLevel":50} }""")),
            Kind.OwnTracks => List("{\"count\":50,\"data\":[", "]}", rows.Select(Message)),
            RecorderFile => Bytes(string.Concat(rows.Select(i => $"2025-01-01T09:00:{i:D2}Z\t*                 \t{Message(i)}\n"))),
            Kind.FindMy => List("{\"results\":[", "]}", rows.Select(i => i % 2 == 0
                ? i % 4 == 0 ? Sealed(i) : $$"""{"id":"key {{i}}","timestamp":{{757_382_400 + i}},"latitude":{{482_082_000 + i}},"longitude":-1512093000,"accuracy":25,"confidence":2}"""
                : $$"""{"id":"key {{i}}","timestamp":"2025-01-01T10:00:{{i:D2}}Z","lat":48.{{i}},"lon":16.{{i}},"acc":-1}""")),
            Kind.Ndjson => Bytes(string.Concat(rows.Select(i => $"{Plain(i)}\n"))),
            Kind.HttpJson => List("[", "]", rows.Select(Plain)),
            _ => Feeds.OfMany(Rows),
        };
    }

    /// <summary>
    /// Options under which the inputs can be read, too: other zones, columns, names and limits. <c>KEYS</c> stands for a file of keys.
    /// </summary>
    public static string[] OptionsOf(string kind) => kind switch
    {
        Kind.Csv =>
        [
            "{}", """{"timeZone":"Europe/Vienna","columns":{"accuracy":"speed","tracker":"note"},"batchSize":7}""",
            """{"tracker":"me","speedUnit":"knots","longestLine":256,"futureTolerance":"00:00:00"}""",
        ],
        Kind.Gpx => ["{}", """{"keyFrom":"track","batchSize":7}""", """{"tracker":"me","largestFile":1000000000}"""],
        Kind.Traccar => ["{}", """{"keyPrefix":"traccar-","longestItem":256}""", """{"tracker":"me","batchSize":7}"""],
        Kind.OwnTracks or RecorderFile => ["{}", """{"tracker":"me","longestItem":256,"batchSize":7}"""],
        Kind.FindMy => ["""{"keysFile":"KEYS"}""", """{"keysFile":"KEYS","epoch":"unix","tracker":"me","batchSize":7}""", "{}"],
        Kind.Ndjson =>
            ["{}", """{"timeZone":"America/New_York","fields":{"speed":"lat","tracker":"time"},"speedUnit":"milesPerHour"}""", """{"tracker":"me","longestItem":256,"batchSize":7}"""],
        Kind.HttpJson => ["{}", """{"items":"","timeZone":"Pacific/Chatham","fields":{"heading":"lon"},"batchSize":7}""", """{"tracker":"me","largestBody":3000}"""],
        Kind.Simulator => ["""{"reports":50,"start":"2025-01-01T00:00:00Z","trackers":7,"interval":"00:00:10","seed":3,"latitude":48.2,"longitude":16.3}"""],
        _ => ["{}", """{"largestBody":3000,"timeout":"00:00:10","headers":{"X-Key":"${TRACKER_KEY_FEED}"},"batchSize":7}"""],
    };

    /// <summary>A few changes at chosen places: bits, pieces cut out, repeated or cut off, and tokens that are trouble somewhere.</summary>
    public static byte[] Mutate(byte[] valid, Random random)
    {
        List<byte> bytes = [.. valid];
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
                    bytes[at] ^= (byte)(1 << random.Next(8));
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
                    bytes.InsertRange(at, Bytes(Tokens[random.Next(Tokens.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Inputs that are hostile by design.</summary>
    public static IEnumerable<(string Kind, byte[] Input)> Hostile()
    {
        byte[] deep = Bytes(new string('[', 1_000_000));
        byte[] packed = Packed();
        foreach (string kind in Kinds)
        {
            yield return (kind, deep);
            yield return (kind, packed);
            yield return (kind, new byte[100_000]);
            yield return (kind, Bytes(new string('"', 1_000_000)));
            yield return (kind, Bytes("{\"id\":\"" + new string('a', 2_000_000) + "\"}\n"));
            yield return (kind, [0xFF, 0xFE, 0x7B, 0x00]);
        }

        yield return (Kind.Gpx, Bytes($"<?xml version=\"1.0\"?><gpx>{string.Concat(Enumerable.Repeat("<trk>", 100_000))}"));
        yield return (Kind.Gpx, Bytes("<?xml version=\"1.0\"?><!DOCTYPE gpx [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><gpx>&b;</gpx>"));
        yield return (Kind.HttpJson, List("[", "]", Enumerable.Repeat("{}", 500_000)));
    }

    private static string Message(int i) =>
        $$"""{"_type":"location","acc":5,"batt":50,"lat":48.{{i}},"lon":16.{{i}},"tid":"{{i:D2}}","topic":"owntracks/jane/{{i}}","tst":{{1_735_722_000 + i}},"vel":{{i}}}""";

    private static string Sealed(int i)
    {
        (string id, string payload) = i % 8 == 0 ? (SealedReports.FirstId, SealedReports.FirstPayload) : (SealedReports.SecondId, SealedReports.SecondPayload);
        return $$"""{"id":"{{id}}","datePublished":1735689600000,"payload":"{{payload}}","statusCode":0}""";
    }

    private static string Plain(int i) => $$"""{"id":"bus {{i}}","time":"2025-01-01T10:00:{{i:D2}}Z","lat":48.{{i}},"lon":16.{{i}},"accuracy":5}""";

    private static byte[] List(string begin, string end, IEnumerable<string> items) => Bytes(begin + string.Join(",\n", items) + end);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Packed()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(new byte[10_000_000]);
        }

        return packed.ToArray();
    }
}
