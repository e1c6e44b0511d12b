using EFCore.ReadWriteSplitting.Retries;

namespace EFCore.ReadWriteSplitting.Tests.Retries;

public sealed class Time_limits
{
    [Fact]
    public void What_a_callback_throws_when_the_time_is_over_ends_nothing_and_the_other_callbacks_run()
    {
        HandTimer clock = new();
        using TimeLimit limit = new(TimeSpan.FromSeconds(1), clock, CancellationToken.None);
        bool ran = false;
        limit.Token.Register(() => ran = true);
        limit.Token.Register(() => throw new ObjectDisposedException("connector"));

        clock.Ring();

        Assert.True(ran);
        Assert.True(limit.IsOver);
        Assert.True(limit.Token.IsCancellationRequested);
    }

    [Fact]
    public void The_other_token_cancels_as_well_and_its_owner_is_not_told_what_a_callback_throws()
    {
        using CancellationTokenSource outer = new();
        using TimeLimit limit = new(TimeSpan.FromSeconds(1), new HandTimer(), outer.Token);
        limit.Token.Register(() => throw new ObjectDisposedException("connector"));

        outer.Cancel();

        Assert.False(limit.IsOver);
        Assert.True(limit.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_token_that_is_cancelled_already_begins_no_time()
    {
        using TimeLimit limit = new(TimeSpan.FromSeconds(1), new HandTimer(), new CancellationToken(canceled: true));

        Assert.True(limit.Token.IsCancellationRequested);
        Assert.False(limit.IsOver);
    }

    [Fact]
    public void A_timer_that_rings_after_the_end_of_the_work_is_nothing()
    {
        HandTimer clock = new();
        TimeLimit limit = new(TimeSpan.FromSeconds(1), clock, CancellationToken.None);
        limit.Dispose();

        clock.Ring();
    }

    // Rings when it is told to, on the thread that tells it: what escapes the callback reaches the test.
    private sealed class HandTimer : TimeProvider, ITimer
    {
        private Action? _ring;

        public void Ring() => _ring!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _ring = () => callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
