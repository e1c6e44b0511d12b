using FsCheck;
using FsCheck.Fluent;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Tests.Judging;

/// <summary>Random histories on a line of one kilometre, and random fences on it whose versions begin and end.</summary>
internal static class RandomWorlds
{
    public const double MetresPerDegree = 111_194.9;

    public static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static readonly DateTime End = Start.AddHours(12);

    public static readonly Gen<Fix[]> Histories = Gen.ArrayOf(Gen.Zip(
            Gen.Zip(Gen.Elements(0, 60, 60, 60, 600), Gen.Choose(0, 50).Select(step => step * 20)),
            Gen.Elements<double?>(null, null, null, 15, 70, 500)))
        .Select(Walk);

    // The terms of a version, mostly none.
    private static readonly Gen<(FenceTerms Terms, bool ForOthers)> Terms = Gen.Zip(
            Gen.Zip(Gen.Elements<int?>(null, null, 3, 10, 45), Gen.Elements(false, true)),
            Gen.Zip(Gen.Elements<double?>(null, null, null, 20), Gen.Choose(0, 9)))
        .Select(parts => (
            new FenceTerms
            {
                Dwell = parts.Item1.Item1 is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
                Crossings = parts.Item1.Item2,
                AccuracyCapMetres = parts.Item2.Item1,
            },
            parts.Item2.Item2 == 0));

    // Fences: position on the line, size, margin, whether it is a circle, and the minutes at which its versions change.
    private static readonly Gen<(int Metres, int Radius, int Margin, bool Round)> Versions = Gen.Zip(
            Gen.Zip(Gen.Choose(0, 10).Select(step => step * 100), Gen.Elements(30, 101, 255)),
            Gen.Zip(Gen.Elements(0, 0, 25, 60), Gen.Elements(true, false)))
        .Select(parts => (parts.Item1.Item1, parts.Item1.Item2, parts.Item2.Item1, parts.Item2.Item2));

    // Each fence: its versions and the changes between them, with a gap in time if the flag is set.
    private static readonly Gen<FenceVersion[]> Fence = Gen.Zip(
            Gen.ArrayOf(Gen.Zip(Versions, Terms), 4), Gen.Zip(Gen.SubListOf(Enumerable.Range(0, 60)), Gen.Choose(0, 7)))
        .Select(parts => Timeline(parts.Item1, [.. parts.Item2.Item1.Take(3)], parts.Item2.Item2));

    public static readonly Gen<FenceVersion[]> Fences = Gen.ArrayOf(Fence, 4)
        .Select(fences => fences.SelectMany((versions, i) => versions.Select(version => version with { FenceId = 100 - i, Key = $"f{i}" })).ToArray());

    public static FenceShape ShapeAt(int metres, int radius, bool round)
    {
        double centre = 45 + (metres / MetresPerDegree);
        double reach = radius / MetresPerDegree;
        return round
            ? new CircleShape(centre, 7, radius)
            : new PolygonShape([
                new FencePolygon(
                    [new(6.99, centre - reach), new(7.01, centre - reach), new(7.01, centre + reach), new(6.99, centre + reach), new(6.99, centre - reach)],
                    []),
            ]);
    }

    public static Fix At(double minutes, int metres, double? accuracy = null, long? fingerprint = null) =>
        new(new ReportKey(Start.AddMinutes(minutes), fingerprint ?? metres), 45 + (metres / MetresPerDegree), 7, accuracy);

    private static Fix[] Walk(((int Seconds, int Metres) Move, double? Accuracy)[] steps)
    {
        double minutes = 0;
        return
        [
            .. steps.Select((step, i) => At(minutes += step.Move.Seconds / 60.0, step.Move.Metres, step.Accuracy, (step.Move.Metres * 1000) + i)),
        ];
    }

    private static FenceVersion[] Timeline(
        ((int Metres, int Radius, int Margin, bool Round) Area, (FenceTerms Terms, bool ForOthers) Given)[] versions, int[] minutes, int gap)
    {
        DateTime[] moments = [FenceVersion.Always.From, .. minutes.Order().Select(minute => Start.AddMinutes(minute)), FenceVersion.Always.To];
        return
        [
            .. Enumerable.Range(0, moments.Length - 1)
                .Where(i => i != gap)
                .Select(i => new FenceVersion(
                    1, "f", i + 1, moments[i], moments[i + 1],
                    ShapeAt(versions[i].Area.Metres, versions[i].Area.Radius, versions[i].Area.Round), versions[i].Area.Margin)
                {
                    Terms = versions[i].Given.Terms,
                    TrackerIds = versions[i].Given.ForOthers ? new HashSet<long> { 2 } : null,
                }),
        ];
    }
}
