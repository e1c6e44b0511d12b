using Tracker.Hosting.Jobs;

namespace Tracker.Hosting.Tests.Jobs;

public sealed class RepeatedErrorsTests
{
    private readonly StoppedClock _clock = new();
    private readonly RepeatedErrors _errors;

    public RepeatedErrorsTests() => _errors = new RepeatedErrors(_clock);

    [Fact]
    public void First_error_of_a_kind_is_logged_in_full_and_its_repetitions_once_a_minute_with_their_number()
    {
        Assert.Equal(new RepeatedError(IsFirst: true, 0), Fail("gone after 12 ms"));
        long logged = 0;
        for (int second = 1; second <= 600; second++)
        {
            _clock.Now += TimeSpan.FromSeconds(1);
            RepeatedError repeated = Fail($"gone after {second} ms");
            Assert.False(repeated.IsFirst);
            logged += repeated.Unlogged > 0 ? 1 : 0;
        }

        Assert.Equal(10, logged);
        Assert.Equal(new RepeatedError(IsFirst: true, 0), Fail("something else"));
    }

    [Fact]
    public void Errors_that_come_and_go_are_one_series_until_it_has_been_quiet()
    {
        Fail("gone");
        for (int run = 0; run < 10; run++)
        {
            _clock.Now += TimeSpan.FromSeconds(1);
            Assert.Null(_errors.Succeeded("job"));
            Assert.False(Fail("gone").IsFirst);
        }

        _clock.Now += RepeatedErrors.Quiet;
        Assert.Equal(new EndedErrors(11, TimeSpan.FromSeconds(10)), _errors.Succeeded("job"));
        Assert.Null(_errors.Succeeded("job"));
        Assert.True(Fail("gone").IsFirst);
    }

    [Fact]
    public void Messages_that_are_never_the_same_are_not_all_logged()
    {
        int logged = Enumerable.Range(0, 1_000).Count(i => Fail($"{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}{(char)('a' + (i / 676))}").IsFirst);
        Assert.InRange(logged, 1, 30);
    }

    private RepeatedError Fail(string message) => _errors.Failed("job", new InvalidOperationException(message));

    private sealed class StoppedClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
