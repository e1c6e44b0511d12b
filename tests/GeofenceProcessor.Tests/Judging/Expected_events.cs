using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Tracker.Data.Fences;
using Tracker.Geo.Reports;
using Tracker.Tests;

namespace GeofenceProcessor.Tests.Judging;

public sealed class Expected_events
{
    [SkippableFact]
    public void A_day_of_buses_gives_the_events_of_an_independent_program()
    {
        FenceVersion[] versions = Austin.Fences();
        Dictionary<long, string> keys = versions.ToDictionary(version => version.FenceId, version => version.Key);
        FenceIndex fences = new(versions);
        FenceJudge judge = new(new FenceJudgeOptions());
        List<string> found =
        [
            .. CapMetro.Histories()
                .OrderBy(bus => bus.Key, StringComparer.Ordinal)
                .SelectMany(bus => judge.Judge(fences, trackerId: 1, previous: null, insideBefore: [], bus.Value, DateTime.MinValue).Events.Select(happened =>
                    $"{bus.Key},{happened.OccurredAt:yyyy-MM-ddTHH:mm:ss}+00:00,{Name(happened.Type)},{keys[happened.FenceId]},{Name(happened.Initial)}")),
        ];
        string[] expected = [.. File.ReadLines(RealData.Path("expected", "events_austin_capmetro_2015-03-07.csv")).Skip(1)];
        Assert.Equal(8353, expected.Length);
        Assert.Equal(
            expected.GroupBy(line => line.Split(',')[0]).OrderBy(bus => bus.Key, StringComparer.Ordinal).SelectMany(bus => bus), found);
    }

    private static string Name(FenceEventType type) => type == FenceEventType.Enter ? "enter" : "exit";

    private static string Name(bool initial) => initial ? "true" : "false";
}
