using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Tests.Consistency;

public sealed class TokenProofTests
{
    private const long System = 7_123_456_789_012_345_678;

    private static WriteToken Token(int timeline, ulong position) => new(System, timeline, new NpgsqlLogSequenceNumber(position));

    [Fact]
    public void Token_prints_as_a_short_text_and_is_read_back()
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
    public void Text_that_is_no_token_is_refused(string? text) => Assert.False(WriteToken.TryParse(text, out _));

    [Fact]
    public void Tokens_merge_to_the_later_one_by_timeline_then_position()
    {
        Assert.Equal(Token(1, 20), Token(1, 10).Merge(Token(1, 20)));
        Assert.Equal(Token(1, 20), Token(1, 20).Merge(Token(1, 10)));
        Assert.Equal(Token(2, 5), Token(1, 20).Merge(Token(2, 5)));
        Assert.Throws<ForeignTokenException>(() => Token(1, 1).Merge(new WriteToken(1, 1, default)));
    }

    // Timeline 3 left timeline 2 at position 110, and timeline 1 at 50.
    private static readonly TimelineHistory Third = TimelineHistory.Parse(3, "1\t0/32\tno recovery target specified\n\n2\t0/6E\tno recovery target specified\n");

    public static TheoryData<NodeRole, int?, ulong, int, ulong, string> Servers => new()
    {
        { NodeRole.Replica, 2, 100, 2, 100, nameof(TokenStatus.Shown) },
        { NodeRole.Replica, 2, 101, 2, 100, nameof(TokenStatus.Shown) },
        { NodeRole.Replica, 2, 99, 2, 100, nameof(TokenStatus.NotYet) },
        { NodeRole.Replica, 1, 500, 2, 100, nameof(TokenStatus.NotYet) },
        { NodeRole.Replica, null, 500, 2, 100, nameof(TokenStatus.NotYet) },
        { NodeRole.Replica, 3, 100, 2, 100, nameof(TokenStatus.Shown) },
        { NodeRole.Replica, 3, 99, 2, 100, nameof(TokenStatus.NotYet) },
        { NodeRole.Replica, 3, 500, 2, 110, nameof(TokenStatus.Shown) },
        { NodeRole.Replica, 3, 500, 2, 111, nameof(TokenStatus.NotProven) },
        { NodeRole.Replica, 3, 500, 1, 50, nameof(TokenStatus.Shown) },
        { NodeRole.Replica, 3, 500, 1, 51, nameof(TokenStatus.NotProven) },
        { NodeRole.Primary, 2, 100, 2, 100, nameof(TokenStatus.Shown) },
        { NodeRole.Primary, 2, 90, 2, 100, nameof(TokenStatus.Shown) },
        { NodeRole.Primary, 1, 500, 2, 100, nameof(TokenStatus.NotYet) },
        { NodeRole.Primary, 3, 90, 2, 100, nameof(TokenStatus.Shown) },
        { NodeRole.Primary, 3, 500, 2, 111, nameof(TokenStatus.NotProven) },
    };

    [Theory]
    [MemberData(nameof(Servers))]
    public void Token_is_judged_by_the_servers_state_and_the_fork_point_of_its_timeline(
        NodeRole role, int? timeline, ulong position, int tokensTimeline, ulong tokensPosition, string standing)
    {
        WriteToken token = Token(tokensTimeline, tokensPosition);
        Assert.Equal(standing, TokenProof.Judge(Server(role, timeline, position), token, Third).ToString());
    }

    [Fact]
    public void Token_of_an_earlier_timeline_is_not_proven_if_the_history_is_unknown()
    {
        Assert.Equal(TokenStatus.NotProven, TokenProof.Judge(Server(NodeRole.Primary, 3, 500), Token(2, 100), null));
        Assert.Equal(TokenStatus.Shown, TokenProof.Judge(Server(NodeRole.Primary, 3, 500), Token(3, 400), null));
    }

    [Fact]
    public void Token_of_a_timeline_that_the_history_does_not_name_is_not_proven() =>
        Assert.Equal(TokenStatus.NotProven, TokenProof.Judge(Server(NodeRole.Primary, 5, 500), Token(4, 1), TimelineHistory.Parse(5, "3\t0/64\tx")));

    [Theory]
    [InlineData(0x5002018, 0x5002000)] // behind a page's header: the last record ended with the page before
    [InlineData(0x5002020, 0x5002020)]
    [InlineData(0x5002028, 0x5002028)] // a record that ends 16 bytes into a page
    [InlineData(0x5002000, 0x5002000)]
    [InlineData(0x6000028, 0x6000000)] // behind a segment's header
    [InlineData(0x6000018, 0x6000018)]
    [InlineData(0x5100028, 0x5100028)] // a megabyte's boundary is no segment's
    public void Token_is_the_end_of_the_record_and_not_the_position_after_the_next_page_header(ulong inserted, ulong end) =>
        Assert.Equal(new NpgsqlLogSequenceNumber(end), new WalLayout(8_192, 16 << 20).EndOf(new NpgsqlLogSequenceNumber(inserted)));

    [Theory]
    [InlineData(2, 100, 2, 90, 2, 100, 0, 0)]
    [InlineData(2, 90, 2, 100, 2, 100, 0, 0)]
    [InlineData(2, 90, 3, 10, 3, 10, 2, 90)]
    [InlineData(3, 10, 2, 90, 3, 10, 2, 90)]
    public void Requirement_keeps_both_tokens_of_two_timelines_and_the_later_token_of_one(
        int timeline, ulong position, int otherTimeline, ulong otherPosition, int shownTimeline, ulong shown, int retainedTimeline, ulong kept) =>
        Assert.Equal(
            new TokenRequirement(Token(shownTimeline, shown), retainedTimeline == 0 ? null : Token(retainedTimeline, kept)),
            TokenRequirement.Both(Token(timeline, position), Token(otherTimeline, otherPosition)));

    [Theory]
    [InlineData(3, 500, 2, 110, nameof(TokenStatus.Shown))]
    [InlineData(3, 500, 2, 111, nameof(TokenStatus.NotProven))]
    [InlineData(3, 300, 2, 110, nameof(TokenStatus.NotYet))]
    [InlineData(3, 300, 2, 111, nameof(TokenStatus.NotProven))]
    [InlineData(2, 500, 2, 111, nameof(TokenStatus.NotYet))]
    public void Token_lost_in_a_failover_is_not_proven_by_a_later_token_that_is_shown(int timeline, ulong position, int retainedTimeline, ulong retained, string standing)
    {
        var requirement = new TokenRequirement(Token(3, 400), Token(retainedTimeline, retained));
        NodeState server = Server(NodeRole.Replica, timeline, position);
        Assert.Equal(standing, requirement.Judge(server, Third).ToString());
        Assert.Equal(standing == nameof(TokenStatus.NotProven) ? Token(retainedTimeline, retained) : null, requirement.NotProven(server, Third));
    }

    [Fact]
    public void Token_that_must_be_retained_need_not_be_shown()
    {
        var requirement = new TokenRequirement(MustRetain: Token(3, 400));
        Assert.Equal(TokenStatus.Shown, requirement.Judge(Server(NodeRole.Replica, 3, 300), null));
        Assert.Equal(TokenStatus.Shown, requirement.Judge(Server(NodeRole.Replica, 2, 300), null));
    }

    [Fact]
    public void Token_of_another_cluster_is_an_error() =>
        Assert.Throws<ForeignTokenException>(() => TokenProof.Judge(Server(NodeRole.Replica, 1, 0), new WriteToken(1, 1, default), null));

    private static NodeState Server(NodeRole role, int? timeline, ulong position) =>
        new("n", role, System, timeline, new NpgsqlLogSequenceNumber(position));

    [Fact]
    public void Bounded_staleness_is_proven_only_by_the_oldest_sample_within_the_bound()
    {
        var now = TimeSpan.FromHours(1);
        var history = new PositionHistory(capacity: 3);
        Assert.Null(history.FindProof(TimeSpan.FromHours(1), now));
        for (uint second = 0; second < 5; second++)
        {
            history.Add(now + TimeSpan.FromSeconds(second), Token(1, second));
        }

        Assert.Equal(Token(1, 2), history.FindProof(TimeSpan.FromSeconds(10), now + TimeSpan.FromSeconds(5)));
        Assert.Equal(Token(1, 3), history.FindProof(TimeSpan.FromSeconds(2), now + TimeSpan.FromSeconds(5)));
        Assert.Null(history.FindProof(TimeSpan.FromMilliseconds(900), now + TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Staleness_bound_of_zero_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReadConsistency.BoundedStaleness(TimeSpan.Zero));
}
