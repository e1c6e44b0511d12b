using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>What a server must prove before it serves a read or a write.</summary>
/// <param name="MustShow">The server must have replayed this token; null: no token.</param>
/// <param name="MustRetain">The server's timeline must contain this token, though the server need not have replayed it yet; null: no
/// token.</param>
/// <param name="NeedsTimeline">The server must know its timeline, because a session takes its position.</param>
internal readonly record struct TokenRequirement(WriteToken? MustShow = null, WriteToken? MustRetain = null, bool NeedsTimeline = false)
{
    /// <summary>Whether the server's timeline matters.</summary>
    public bool UsesTimeline => MustShow is not null || MustRetain is not null || NeedsTimeline;

    /// <summary>
    /// Requires both tokens. On one timeline the later token proves the earlier. Across two timelines it does not: the later timeline may
    /// have forked before the earlier token, so that one must be retained too.
    /// </summary>
    public static TokenRequirement Both(WriteToken? one, WriteToken? other)
    {
        if (one is not { } first || other is not { } second)
        {
            return new TokenRequirement(one ?? other);
        }

        WriteToken later = first.Merge(second);
        return first.Timeline == second.Timeline ? new TokenRequirement(later) : new TokenRequirement(later, later == first ? second : first);
    }

    /// <summary>Whether the server is on a later timeline than a token, so that the fork point decides.</summary>
    public bool NeedsHistory(NodeState server) =>
        (MustShow is { } shown && TokenProof.NeedsHistory(server, shown)) || (MustRetain is { } retained && TokenProof.NeedsHistory(server, retained));

    /// <summary>The token that the server's timeline does not contain, or cannot be proven to contain; null: none.</summary>
    public WriteToken? NotProven(NodeState server, TimelineHistory? history) =>
        MustShow is { } shown && TokenProof.Judge(server, shown, history) == TokenStatus.NotProven ? MustShow
        : MustRetain is { } retained && TokenProof.Judge(server, retained, history) == TokenStatus.NotProven ? MustRetain
        : null;

    /// <summary>Whether the server meets the requirement.</summary>
    public TokenStatus Judge(NodeState server, TimelineHistory? history)
    {
        if (NotProven(server, history) is not null)
        {
            return TokenStatus.NotProven;
        }

        if (MustShow is { } shown)
        {
            return TokenProof.Judge(server, shown, history);
        }

        return NeedsTimeline && server.Timeline is null ? TokenStatus.NotYet : TokenStatus.Shown;
    }
}
