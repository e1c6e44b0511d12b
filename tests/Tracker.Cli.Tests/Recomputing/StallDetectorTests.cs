using Tracker.Cli.Recomputing;

namespace Tracker.Cli.Tests.Recomputing;

public sealed class StallDetectorTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Work_is_stalled_after_the_threshold_without_progress()
    {
        StallDetector stall = new(_clock);
        Assert.False(stall.IsStalled(3));
        _clock.Advance(StallDetector.Threshold - TimeSpan.FromSeconds(1));
        Assert.False(stall.IsStalled(3));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(stall.IsStalled(3));
        Assert.True(stall.IsStalled(3));
    }

    [Fact]
    public void Work_that_progresses_or_is_complete_is_not_stalled()
    {
        StallDetector stall = new(_clock);
        Assert.False(stall.IsStalled(3));
        _clock.Advance(StallDetector.Threshold);
        Assert.True(stall.IsStalled(3));
        Assert.False(stall.IsStalled(2));
        _clock.Advance(StallDetector.Threshold);
        Assert.False(stall.IsStalled(0));
        _clock.Advance(StallDetector.Threshold);
        Assert.False(stall.IsStalled(0));
    }
}
