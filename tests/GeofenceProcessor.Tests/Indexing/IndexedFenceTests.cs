using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Replaying;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Tests.Indexing;

public sealed class IndexedFenceTests
{
    private static readonly DateTime Began = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly CircleShape Circle = new(48.2, 16.4, 500);

    private static FenceVersion Version(int number, DateTime from, DateTime to) => new(7, "f", number, from, to, Circle, 20);

    private static Fix Inside(int minutes) => new(new ReportKey(Began.AddMinutes(minutes), minutes), Circle.Latitude, Circle.Longitude);

    [Fact]
    public void Fence_ended_at_its_beginning_loses_its_events_and_contains_nobody()
    {
        var index = new FenceIndex([Version(1, Began, Began)]);
        var stored = new StoredEvent(1, 5, new FenceEvent(7, 1, FenceEventType.Enter, Began, null, Initial: true, FenceEventReason.FenceBegan, Began));
        var track = new Track(1, Inside(-1), [Inside(1), Inside(2)]);

        TrackReplay replay = new(new FenceJudge(new FenceJudgeOptions()), index, track, [stored], [new Presence(7, Began, DwellAt: null)]);
        TrackerJudgement judgement = replay.Finish(track.Reports, Began.AddHours(1));

        Assert.Equal(5, Assert.Single(judgement.Superseded).Sequence);
        Assert.Empty(judgement.Added);
        Assert.Equal([7L], judgement.Left);
    }

    [Fact]
    public void Version_that_is_never_valid_conflicts_with_no_other()
    {
        var index = new FenceIndex(
        [
            Version(1, FenceVersion.Always.From, Began.AddMinutes(-5)),
            Version(2, Began, Began),
            Version(3, Began.AddMinutes(-5), FenceVersion.Always.To),
        ]);

        Assert.Equal(3, index[7].At(Began)?.Version.Version);
        Assert.Equal(2, index[7].Versions.Count);
        Assert.Equal(FenceVersion.Always.To, index.NextBoundary(index.NextBoundary(FenceVersion.Always.From)));
    }
}
