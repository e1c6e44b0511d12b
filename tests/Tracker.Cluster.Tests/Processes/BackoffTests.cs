using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Tests.Processes;

public sealed class BackoffTests
{
    private static readonly Backoff Rule = new()
    {
        Initial = TimeSpan.FromSeconds(1),
        Maximum = TimeSpan.FromSeconds(5),
        RecoveredAfter = TimeSpan.FromSeconds(30),
    };

    [Theory]
    [InlineData(null, 0, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(2, 29, 4)]
    [InlineData(4, 0, 5)]
    [InlineData(5, 0, 5)]
    [InlineData(5, 30, 1)]
    public void The_delay_doubles_up_to_a_maximum_until_the_process_has_recovered(int? previous, int ranFor, int expected)
    {
        TimeSpan? before = previous is null ? null : TimeSpan.FromSeconds(previous.Value);
        Assert.Equal(TimeSpan.FromSeconds(expected), Rule.Next(before, TimeSpan.FromSeconds(ranFor)));
    }
}
