using Tracker.Cli.Output;
using Tracker.Cli.Recomputing;

namespace Tracker.Cli.Tests;

/// <summary>How far long work is, as it is shown.</summary>
public sealed class Progress
{
    private readonly Clock _clock = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void Work_stands_still_once_as_much_of_it_is_left_for_a_while()
    {
        Standstill standstill = new(_clock);
        Assert.False(standstill.Lasts(3));
        _clock.Pass(Standstill.Patience - TimeSpan.FromSeconds(1));
        Assert.False(standstill.Lasts(3));
        _clock.Pass(TimeSpan.FromSeconds(1));
        Assert.True(standstill.Lasts(3));
        Assert.True(standstill.Lasts(3));
    }

    [Fact]
    public void Work_that_goes_on_does_not_stand_still_and_what_is_done_does_not_either()
    {
        Standstill standstill = new(_clock);
        Assert.False(standstill.Lasts(3));
        _clock.Pass(Standstill.Patience);
        Assert.True(standstill.Lasts(3));
        Assert.False(standstill.Lasts(2));
        _clock.Pass(Standstill.Patience);
        Assert.False(standstill.Lasts(0));
        _clock.Pass(Standstill.Patience);
        Assert.False(standstill.Lasts(0));
    }

    [Fact]
    public async Task Elsewhere_than_on_a_terminal_it_is_a_line_every_five_seconds_where_something_has_changed()
    {
        await GaugeBoard.RunAsync(Terminal(isInteractive: false), _clock, show =>
        {
            foreach ((int done, int seconds) in new[] { (0, 1), (1, 3), (2, 1), (3, 9), (3, 0), (4, 0) })
            {
                show([new Gauge("location-aggregator", done, 4, "trackers")]);
                _clock.Pass(TimeSpan.FromSeconds(seconds));
            }

            return Task.CompletedTask;
        });

        Assert.Equal(
            ["location-aggregator: 0 of 4 (trackers)", "location-aggregator: 3 of 4 (trackers)", "location-aggregator: 4 of 4 (trackers)"],
            _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task On_a_terminal_it_is_a_bar_for_each_part_that_ends_full()
    {
        await GaugeBoard.RunAsync(Terminal(isInteractive: true), _clock, show =>
        {
            show([new Gauge("[a]", 0, 0), new Gauge("b", 1, 4, "shards")]);
            show([new Gauge("[a]", 0, 0), new Gauge("b", 4, 4, "shards")]);
            return Task.CompletedTask;
        });

        string shown = _error.ToString();
        Assert.Contains("[a]: 0 of 0", shown, StringComparison.Ordinal);
        Assert.Contains("b: 4 of 4 (shards)", shown, StringComparison.Ordinal);
        Assert.Contains("100%", shown, StringComparison.Ordinal);
    }

    private Terminal Terminal(bool isInteractive) => new(TextWriter.Null, _error, isInteractive);

    private sealed class Clock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;
    }
}
