using Tracker.Data.Model;
using TrackerStatus.Delivery;
using TrackerStatus.Tests.Shard;

namespace TrackerStatus.Tests.Judging;

/// <summary>Semantics 21 to 23.</summary>
public sealed class StatusJudgeTests
{
    private const double Day = 24 * 60;
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Threshold_of_the_trackers_model_takes_precedence()
    {
        MemoryShard shard = Shard();
        shard.Thresholds[2] = TimeSpan.FromDays(1);
        shard.Ingest(Worlds.At(1, 0, 0), Worlds.At(2, 0, 0));
        shard.Finish(Start.AddDays(3));
        Assert.Equal(TrackerState.Active, shard.Row(1).State);
        Assert.Equal((TrackerState.Inactive, Start.AddDays(1)), (shard.Row(2).State, shard.Row(2).Since));
    }

    [Fact]
    public void Downtime_of_the_worker_loses_no_transition_however_long_it_was()
    {
        // Two silences in a single batch, when the worker returns after a year.
        MemoryShard shard = Shard();
        shard.Ingest(Worlds.At(1, 0, 5_000), Worlds.At(1, 10 * Day, 5_000), Worlds.At(1, 30 * Day, 5_000));
        shard.Finish(Start.AddDays(365));
        Assert.Equal(
            [
                (TrackerState.Active, 0), (TrackerState.Inactive, 7), (TrackerState.Active, 10), (TrackerState.Inactive, 17),
                (TrackerState.Active, 30), (TrackerState.Inactive, 37.0),
            ],
            shard.Effective(1).Select(entry => (entry.State, (entry.OccurredAt - Start).TotalDays)));
    }

    [Fact]
    public void Late_report_that_shows_activity_supersedes_the_transition()
    {
        MemoryShard shard = Shard();
        shard.Ingest(Worlds.At(1, 0, 5_000), Worlds.At(1, 10 * Day, 5_000));
        shard.Finish(Start.AddDays(11));
        Assert.Equal(3, shard.Effective(1).Count);
        shard.Ingest(Worlds.At(1, 5 * Day, 5_000));
        shard.Finish(Start.AddDays(11));
        Assert.Equal([(TrackerState.Active, Start)], shard.Effective(1).Select(entry => (entry.State, entry.OccurredAt)));
    }

    [Fact]
    public void Report_that_arrives_late_ends_a_silence_that_is_already_marked()
    {
        MemoryShard shard = Shard();
        shard.Ingest(Worlds.At(1, 0, 5_000));
        shard.Finish(Start.AddDays(8));
        Assert.Equal(TrackerState.Inactive, shard.Row(1).State);
        shard.Ingest(Worlds.At(1, 6 * Day, 5_000));
        shard.Finish(Start.AddDays(8));
        Assert.Equal((TrackerState.Active, Start), (shard.Row(1).State, shard.Row(1).Since));
    }

    [Fact]
    public void Battery_at_the_threshold_is_low_and_a_charged_one_is_not()
    {
        MemoryShard shard = Shard();
        shard.Ingest(Worlds.At(1, 0, 5_000, battery: 20), Worlds.At(1, 1, 5_000));
        shard.Finish(Start);
        Assert.True(shard.Row(1).BatteryLow);
        shard.Ingest(Worlds.At(1, 2, 5_000, battery: 21));
        shard.Finish(Start);
        Assert.False(shard.Row(1).BatteryLow);
    }

    [Fact]
    public void Late_battery_level_does_not_replace_a_newer_one()
    {
        MemoryShard shard = Shard();
        shard.Ingest(Worlds.At(1, 10, 5_000, battery: 80));
        shard.Finish(Start);
        shard.Ingest(Worlds.At(1, 5, 5_000, battery: 3));
        shard.Finish(Start);
        Assert.Equal(80, shard.Row(1).Battery!.Value.Percent);
        Assert.False(shard.Row(1).BatteryLow);
    }

    [Fact]
    public void Battery_threshold_of_the_trackers_model_takes_precedence()
    {
        MemoryShard shard = Shard();
        shard.BatteryLowPercents[2] = 35;
        shard.Ingest(Worlds.At(1, 0, 5_000, battery: 30), Worlds.At(2, 0, 5_000, battery: 30));
        shard.Finish(Start);
        Assert.False(shard.Row(1).BatteryLow);
        Assert.True(shard.Row(2).BatteryLow);
    }

    [Theory]
    [InlineData(3_000.0, 5.0)]
    [InlineData(null, 50.0)]
    public void Less_accurate_fix_does_not_replace_a_better_one_of_the_same_moment_in_either_order(double? coarse, double fine)
    {
        // Several finders report in the same second; the less accurate report has the greater fingerprint.
        Report better = Worlds.At(1, 10, 100, fine);
        Report worse = Worlds.At(1, 10, 4_000, coarse);
        foreach (Report[] order in new[] { new[] { better, worse }, [worse, better] })
        {
            MemoryShard shard = Shard();
            shard.Ingest(order);
            shard.Finish(Start, batch: 1);
            Assert.Equal(better.Fix, shard.Row(1).Last);
        }
    }

    [Fact]
    public void Last_report_is_the_one_with_the_greatest_event_time_and_not_the_last_to_arrive()
    {
        MemoryShard shard = Shard();
        shard.Ingest(Worlds.At(1, 10, 100), Worlds.At(1, 5, 900));
        shard.Finish(Start, batch: 1);
        Assert.Equal(Worlds.At(1, 10, 100).Fix, shard.Row(1).Last);
    }

    private static MemoryShard Shard() => new(Worlds.Options, new DeliveryMap(Worlds.Locations));
}
