using NpgsqlTypes;
using Tracker.Data.Consistency;
using Tracker.Data.Routing;

namespace Tracker.Data.Tests.Consistency;

public sealed class Tokens
{
    private const long System = 7_123_456_789_012_345_678;

    private static WriteToken Token(int timeline, ulong position) => new(System, timeline, new NpgsqlLogSequenceNumber(position));

    [Fact]
    public void Print_as_a_short_text_and_are_read_back()
    {
        foreach (WriteToken token in new[] { Token(1, 0x16_B374_D848), Token(int.MaxValue, ulong.MaxValue), new WriteToken(-1, 1, default) })
        {
            Assert.True(WriteToken.TryParse(token.ToString(), out WriteToken parsed));
            Assert.Equal(token, parsed);
            Assert.InRange(token.ToString().Length, 5, 42);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1-2")]
    [InlineData("1-2-3-4")]
    [InlineData("x-1-1")]
    [InlineData("1-0-1")]
    [InlineData("1-ffffffff-1")]
    [InlineData("1-1-11111111111111111")]
    [InlineData(" 1-1-1")]
    [InlineData("'; DROP TABLE trackers; --")]
    public void That_are_none_are_refused(string? text) => Assert.False(WriteToken.TryParse(text, out _));

    [Fact]
    public void Merge_to_the_later_one_by_timeline_then_position()
    {
        Assert.Equal(Token(1, 20), Token(1, 10).Merge(Token(1, 20)));
        Assert.Equal(Token(1, 20), Token(1, 20).Merge(Token(1, 10)));
        Assert.Equal(Token(2, 5), Token(1, 20).Merge(Token(2, 5)));
        Assert.Throws<ForeignTokenException>(() => Token(1, 1).Merge(new WriteToken(1, 1, default)));
    }

    public static TheoryData<NodeRole, int?, ulong, bool> Servers => new()
    {
        { NodeRole.Replica, 2, 100, true },
        { NodeRole.Replica, 2, 101, true },
        { NodeRole.Replica, 2, 99, false },
        { NodeRole.Replica, 1, 500, false },
        { NodeRole.Replica, 3, 100, true },
        { NodeRole.Replica, null, 500, false },
        { NodeRole.Primary, 2, 100, true },
        { NodeRole.Primary, 3, 90, true },
        { NodeRole.Primary, 1, 500, false },
    };

    [Theory]
    [MemberData(nameof(Servers))]
    public void Are_shown_by_a_server_that_has_replayed_them_on_their_timeline(NodeRole role, int? timeline, ulong position, bool shows)
    {
        var server = new RouteDecision("n", role, RouteReason.Replica, System, timeline, new NpgsqlLogSequenceNumber(position), null);
        Assert.Equal(shows, TokenProof.Shows(server, Token(2, 100)));
    }

    [Fact]
    public void Of_another_cluster_are_an_error_and_no_proof() => Assert.Throws<ForeignTokenException>(() => TokenProof.Shows(
        new RouteDecision("n", NodeRole.Replica, RouteReason.Replica, System, 1, default, null), new WriteToken(1, 1, default)));

    [Fact]
    public void Bounded_staleness_is_proven_by_the_oldest_sample_within_the_bound_and_by_nothing_else()
    {
        var now = TimeSpan.FromHours(1);
        var history = new PositionHistory(capacity: 3);
        Assert.Null(history.Proving(TimeSpan.FromHours(1), now));
        for (uint second = 0; second < 5; second++)
        {
            history.Add(now + TimeSpan.FromSeconds(second), Token(1, second));
        }

        Assert.Equal(Token(1, 2), history.Proving(TimeSpan.FromSeconds(10), now + TimeSpan.FromSeconds(5)));
        Assert.Equal(Token(1, 3), history.Proving(TimeSpan.FromSeconds(2), now + TimeSpan.FromSeconds(5)));
        Assert.Null(history.Proving(TimeSpan.FromMilliseconds(900), now + TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void A_staleness_bound_of_zero_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReadConsistency.BoundedStaleness(TimeSpan.Zero));
}
