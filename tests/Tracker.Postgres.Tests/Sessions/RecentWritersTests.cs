using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Sessions;

namespace EFCore.ReadWriteSplitting.Tests.Sessions;

public sealed class RecentWritersTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void Recent_writer_reads_from_the_primary_for_five_seconds_and_other_keys_do_not()
    {
        var writers = new RecentWriters(_clock);
        Assert.Equal(ReadConsistency.Eventual, writers.ConsistencyFor("ann"));
        writers.RecordWrite("ann");
        Assert.Equal(ReadConsistency.Primary, writers.ConsistencyFor("ann"));
        Assert.Equal(ReadConsistency.Eventual, writers.ConsistencyFor("bob"));
        _clock.Pass(TimeSpan.FromSeconds(4.999));
        Assert.Equal(ReadConsistency.Primary, writers.ConsistencyFor("ann"));
        _clock.Pass(TimeSpan.FromSeconds(0.001));
        Assert.Equal(ReadConsistency.Eventual, writers.ConsistencyFor("ann"));
    }

    [Fact]
    public void Each_write_restarts_the_window()
    {
        var writers = new RecentWriters(_clock, TimeSpan.FromSeconds(1));
        writers.RecordWrite("ann");
        _clock.Pass(TimeSpan.FromSeconds(0.9));
        writers.RecordWrite("ann");
        _clock.Pass(TimeSpan.FromSeconds(0.9));
        Assert.Equal(ReadConsistency.Primary, writers.ConsistencyFor("ann"));
    }

    [Fact]
    public void Keys_are_forgotten_after_their_window()
    {
        var writers = new RecentWriters(_clock);
        for (int i = 0; i < 1_000; i++)
        {
            writers.RecordWrite($"writer {i}");
        }

        _clock.Pass(TimeSpan.FromSeconds(5));
        writers.RecordWrite("ann");
        Assert.Equal(1, writers.Count);
    }

    [Fact]
    public void Window_must_be_longer_than_zero() => Assert.Throws<ArgumentOutOfRangeException>(() => new RecentWriters(_clock, TimeSpan.Zero));

    private sealed class Clock : TimeProvider
    {
        private long _ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;
    }
}
