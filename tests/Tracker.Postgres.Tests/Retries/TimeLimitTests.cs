using EFCore.ReadWriteSplitting.Retries;

namespace EFCore.ReadWriteSplitting.Tests.Retries;

public sealed class TimeLimitTests
{
    [Fact]
    public void Callback_that_throws_at_the_timeout_ends_nothing_and_the_other_callbacks_run()
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
    public void Outer_token_cancels_too_and_its_owner_does_not_see_what_a_callback_throws()
    {
        using CancellationTokenSource outer = new();
        using TimeLimit limit = new(TimeSpan.FromSeconds(1), new HandTimer(), outer.Token);
        limit.Token.Register(() => throw new ObjectDisposedException("connector"));

        outer.Cancel();

        Assert.False(limit.IsOver);
        Assert.True(limit.Token.IsCancellationRequested);
    }

    [Fact]
    public void Token_that_is_already_cancelled_cancels_at_once()
    {
        using TimeLimit limit = new(TimeSpan.FromSeconds(1), new HandTimer(), new CancellationToken(canceled: true));

        Assert.True(limit.Token.IsCancellationRequested);
        Assert.False(limit.IsOver);
    }

    [Fact]
    public void Timer_that_fires_after_disposal_does_nothing()
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
