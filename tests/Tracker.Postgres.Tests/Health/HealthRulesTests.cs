using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Tests.Health;

public sealed class HealthRulesTests
{
    private static readonly LagLimits Limits = new(1_000, 10_000, TimeSpan.FromMilliseconds(500));

    // One letter an observation: - no answer, ? an answer without a lag, n not asked and without a lag, r not asked but healthy by the
    // primary's report, l not asked but lagging by it, h healthy, m in the middle (between half the limits and
    // the limits), b too many bytes, s few bytes but too slow, i idle (no bytes, a long time).
    // The expected states: U unknown, H healthy, L lagging, O offline.
    public static TheoryData<string, string> Stories => new()
    {
        { "", "U" },
        { "?", "U" },
        { "h", "H" },
        { "m", "H" },
        { "i", "H" },
        { "-", "U" },
        { "--", "O" },
        { "h-", "H" },
        { "h--", "O" },
        { "h-h-h-h-", "H" },
        { "hb", "H" },
        { "hbb", "L" },
        { "hss", "L" },
        { "hbs", "L" },
        { "hbhb", "H" },
        { "hb?b", "U" },
        { "h?", "U" },
        { "hn", "U" },
        { "hbbn", "L" },
        { "hbb?", "L" },
        { "hbb?hhh", "H" },
        { "r", "U" },
        { "hr", "U" },
        { "hbbr", "L" },
        { "hbbrrr", "U" },
        { "hll", "L" },
        { "--n", "O" },
        { "--rrrr", "O" },
        { "--rh", "O" },
        { "--rhh", "H" },
        { "hii", "H" },
        { "b", "U" },
        { "bb", "L" },
        { "hbbh", "L" },
        { "hbbhh", "L" },
        { "hbbhhh", "H" },
        { "hbbhhbhh", "L" },
        { "hbbmmmmm", "L" },
        { "hbbm?hhh", "H" },
        { "hbbiii", "H" },
        { "hbb--", "O" },
        { "--h", "O" },
        { "--hh", "H" },
        { "--h-h-h", "O" },
        { "--??", "U" },
        { "--?h", "O" },
        { "--bb", "L" },
        { "----hh", "H" },
        { "hh--hhbb", "L" },
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public void State_changes_only_after_several_observations_that_agree(string observations, string state)
    {
        HealthVerdict verdict = observations.Aggregate(HealthVerdict.Start, (current, letter) => HealthRules.Next(current, Seen(letter), Limits));
        Assert.Equal(state, verdict.State.ToString()[..1]);
    }

    [Fact]
    public void Offline_node_returns_only_after_two_answers_in_a_row()
    {
        // All stories of seven observations: 7^7 would be many, 4^7 are 16,384.
        const string letters = "-hb?";
        for (int story = 0; story < 1 << 14; story++)
        {
            HealthVerdict verdict = HealthVerdict.Start;
            char last = ' ';
            for (int i = 0; i < 7; i++)
            {
                char letter = letters[(story >> (2 * i)) & 3];
                HealthVerdict next = HealthRules.Next(verdict, Seen(letter), Limits);
                bool left = verdict.State == NodeHealth.Offline && next.State != NodeHealth.Offline;
                Assert.False(left && (letter == '-' || last == '-'), $"Story {story} left Offline by one answer.");
                bool fell = verdict.State != NodeHealth.Offline && next.State == NodeHealth.Offline;
                Assert.False(fell && (letter != '-' || last != '-'), $"Story {story} went Offline by one miss.");
                (verdict, last) = (next, letter);
            }
        }
    }

    [Theory]
    [InlineData(999, 0, false)]
    [InlineData(1_000, 0, true)]
    [InlineData(1, 499, false)]
    [InlineData(1, 500, true)]
    [InlineData(0, 100_000, false)]
    public void Lag_is_warned_of_by_bytes_and_by_time_and_never_while_the_primary_is_idle(long bytes, int milliseconds, bool warns) =>
        Assert.Equal(warns, HealthRules.IsWorthWarning(new ReplicationLag(bytes, TimeSpan.FromMilliseconds(milliseconds)), Limits));

    [Theory]
    [InlineData(1_000, 1_000, 1_000, true)]
    [InlineData(100_000, 100, 1_000, false)]
    [InlineData(200, 100, 1_000, true)]
    [InlineData(201, 100, 1_000, false)]
    [InlineData(1, 0, 60_000, false)]
    public void Read_waits_for_a_replica_if_twice_its_replay_rate_suffices(long missing, double rate, int milliseconds, bool waits) =>
        Assert.Equal(waits, new ReplayRate(rate).CanReplay(missing, TimeSpan.FromMilliseconds(milliseconds)));

    private static HealthObservation Seen(char letter) => letter switch
    {
        '-' => HealthObservation.NoAnswer,
        '?' => new HealthObservation(true, null),
        'n' => new HealthObservation(null, null),
        'r' => new HealthObservation(null, new ReplicationLag(100, TimeSpan.FromMilliseconds(10))),
        'l' => new HealthObservation(null, new ReplicationLag(10_000, TimeSpan.FromMilliseconds(10))),
        'h' => Lag(100, 10),
        'm' => Lag(6_000, 300),
        'b' => Lag(10_000, 10),
        's' => Lag(1, 500),
        'i' => Lag(0, 3_600_000),
        _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, null),
    };

    private static HealthObservation Lag(long bytes, int milliseconds) => new(true, new ReplicationLag(bytes, TimeSpan.FromMilliseconds(milliseconds)));
}
