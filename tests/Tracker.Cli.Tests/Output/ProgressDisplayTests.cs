using Tracker.Cli.Output;

namespace Tracker.Cli.Tests.Output;

public sealed class ProgressDisplayTests
{
    private readonly ManualClock _clock = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task Without_a_terminal_a_change_is_shown_as_a_line_at_most_every_five_seconds()
    {
        await ProgressDisplay.RunAsync(Terminal(isInteractive: false), _clock, show =>
        {
            foreach ((int done, int seconds) in new[] { (0, 1), (1, 3), (2, 1), (3, 9), (3, 0), (4, 0) })
            {
                show([new WorkProgress("location-aggregator", done, 4, "trackers")]);
                _clock.Advance(TimeSpan.FromSeconds(seconds));
            }

            return Task.CompletedTask;
        });

        Assert.Equal(
            ["location-aggregator: 0 of 4 (trackers)", "location-aggregator: 3 of 4 (trackers)", "location-aggregator: 4 of 4 (trackers)"],
            _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task On_a_terminal_each_part_is_a_bar_that_ends_full()
    {
        await ProgressDisplay.RunAsync(Terminal(isInteractive: true), _clock, show =>
        {
            show([new WorkProgress("[a]", 0, 0), new WorkProgress("b", 1, 4, "shards")]);
            show([new WorkProgress("[a]", 0, 0), new WorkProgress("b", 4, 4, "shards")]);
            return Task.CompletedTask;
        });

        string shown = _error.ToString();
        Assert.Contains("[a]: 0 of 0", shown, StringComparison.Ordinal);
        Assert.Contains("b: 4 of 4 (shards)", shown, StringComparison.Ordinal);
        Assert.Contains("100%", shown, StringComparison.Ordinal);
    }

    private Terminal Terminal(bool isInteractive) => new(TextWriter.Null, _error, isInteractive);
}
