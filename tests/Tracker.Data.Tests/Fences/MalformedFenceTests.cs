using System.Text;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Tests.Fences;

namespace Tracker.Data.Tests.Fences;

/// <summary>
/// Broken files of fences, made from good ones, the same for the same seed: each is read or refused with a reason, before a
/// deadline, and nothing else.
/// </summary>
public sealed class MalformedFenceTests
{
    private const int Rounds = 2_000;

    // For a loop without end: what is read here takes a second.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private const string Wkt = """
        depot;POINT (16.37 48.21);{"radius_m": 250, "name": "Depot", "dwell": "15m", "trackers": ["b", "a"]}
        yard;POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,2 1,2 2,1 1));{"active_hours":"Mo-Fr 08:00-18:00; Sa 22:00-02:00","time_zone":"Europe/Vienna"}
        cap;POLYGON((0 60,90 61,180 60,-90 59,0 60));{"crossings":true,"valid_from":"2026-01-31T08:00:00Z"}
        road;MULTILINESTRING((179 0,-179 1),(2 2,3 3));{"width_m": 30, "accuracy_cap_m": 40}
        """;

    // What a mutation puts in: what readers stumble over.
    private static readonly string[] Splinters =
    [
        "[", "]", "{", "}", "(", ")", ",", ";", "\"", "\0", "\n", "-", "1e308", "1e-320", "NaN", "Infinity", "181", "-91", "null", "true", "\\ud800", "\uFEFF", "é",
        "[[[[", "((((", "EMPTY", "Z", "\"type\":\"Polygon\",", "999999999999999999999", "24:00", "Mo-", "0s",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task A_mutated_WKT_file_is_read_or_refused_with_a_reason(int seed) => CheckAsync(seed, Wkt, WktFences.Read);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_mutated_GeoJSON_file_is_read_or_refused_with_a_reason(int seed)
    {
        using MemoryStream file = new();
        GeoJsonFences.Write(file, WktFences.Read(Wkt));
        await CheckAsync(seed, Encoding.UTF8.GetString(file.ToArray()), GeoJsonFences.Read);
    }

    [Fact]
    public Task Brackets_without_end_and_shapes_of_too_many_points_are_refused() => WithinDeadlineAsync(() =>
    {
        Refused(() => GeoJsonFences.Read(new string('[', 1_000_000)));
        Refused(() => WktFences.Read("a;POLYGON" + new string('(', 1_000_000)));
        Refused(() => WktFences.Read("a;POLYGON((" + string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"{i % 180} {i % 90}")) + "))"));
    });

    public static TheoryData<string> Shapes() => [.. LargeShapes.All.Keys];

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task A_large_shape_with_some_corners_elsewhere_is_read_or_refused_with_a_reason(string shape) => WithinDeadlineAsync(() =>
    {
        Random random = new(5);
        FencePolygon polygon = LargeShapes.All[shape]();
        for (int corners = 0; corners < 4; corners++)
        {
            using MemoryStream file = new();
            GeoJsonFences.Write(file, [new FenceDefinition("large", "Large", new PolygonShape([WithMoved(polygon, corners, random)]))]);
            string text = Encoding.UTF8.GetString(file.ToArray());
            if (corners == 0)
            {
                Assert.Single(GeoJsonFences.Read(text));
            }
            else
            {
                Refused(() => GeoJsonFences.Read(text));
            }
        }
    });

    // Far away, so that the edges to them cross others.
    private static FencePolygon WithMoved(FencePolygon polygon, int corners, Random random)
    {
        FencePoint[][] rings = [.. polygon.Rings.Select(ring => ring.ToArray())];
        for (; corners > 0; corners--)
        {
            FencePoint[] ring = rings[random.Next(rings.Length)];
            ring[random.Next(1, ring.Length - 1)] = new FencePoint(40 + (10 * random.NextDouble()), 40 + (10 * random.NextDouble()));
        }

        return new FencePolygon(rings[0], rings[1..]);
    }

    private static Task CheckAsync(int seed, string valid, Func<string, IReadOnlyList<FenceDefinition>> read) => WithinDeadlineAsync(() => Check(seed, valid, read));

    // On a thread of its own: a loop looks at no token.
    private static Task WithinDeadlineAsync(Action work) => Task.Factory.StartNew(work, TaskCreationOptions.LongRunning).WaitAsync(Deadline);

    private static void Check(int seed, string valid, Func<string, IReadOnlyList<FenceDefinition>> read)
    {
        Random random = new(seed);
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            string text = Mutated(valid, random);
            try
            {
                Assert.All(read(text), fence => Assert.Null(FenceShapeRules.Problem(fence.Shape)));
            }
            catch (InvalidFenceException problem)
            {
                Assert.InRange(problem.Message.Length, 10, 1_000);
                refused++;
            }
        }

        // The mutations are worth something: some leave a readable file, most don't.
        Assert.InRange(refused, Rounds / 4, Rounds - 20);
    }

    private static string Mutated(string valid, Random random)
    {
        StringBuilder text = new(valid);
        for (int times = random.Next(1, 4); times > 0 && text.Length > 0; times--)
        {
            int at = random.Next(text.Length);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Splinters[random.Next(Splinters.Length)]);
                    break;
                case 2:
                    text[at] = (char)random.Next(32, 127);
                    break;
                case 3:
                    text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 60), text.Length - at)));
                    break;
                default:
                    text.Length = Math.Max(1, at);
                    break;
            }
        }

        return text.ToString();
    }

    private static void Refused(Action read) => Assert.NotEmpty(Assert.Throws<InvalidFenceException>(read).Message);
}
