using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using Tracker.Data.Fences;
using Tracker.Geo.Reports;
using Tracker.Tests.Days;
using Tracker.Tests.Oracle;

namespace GeofenceProcessor.Tests.Judging;

public sealed class ExpectedEventTests
{
    [Theory]
    [MemberData(nameof(LocationDay.All), MemberType = typeof(LocationDay))]
    public void A_day_gives_the_events_of_an_independent_program(string name)
    {
        LocationDay day = LocationDay.Of(name);
        FenceVersion[] versions = DayFences.Of(day);
        Dictionary<long, string> keys = versions.ToDictionary(version => version.FenceId, version => version.Key);
        FenceIndex fences = new(versions);
        FenceJudge judge = new(new FenceJudgeOptions());
        List<OracleEvent> found = [];
        foreach ((string vehicle, List<Fix> history) in day.Histories().OrderBy(vehicle => vehicle.Key, StringComparer.Ordinal))
        {
            found.AddRange(judge.Judge(fences, trackerId: 1, previous: null, insideBefore: [], history, DateTime.MinValue).Events
                .Select(happened => new OracleEvent(
                    vehicle, happened.OccurredAt, happened.Type == FenceEventType.Enter, keys[happened.FenceId], happened.Initial)));
        }

        Assert.Equal(day.Events.OrderBy(happened => happened.Vehicle, StringComparer.Ordinal), found);
    }
}
