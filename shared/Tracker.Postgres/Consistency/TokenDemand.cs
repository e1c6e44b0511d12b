using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>What a server must prove before it serves. Pure.</summary>
/// <param name="Shown">What it must show; null: nothing.</param>
/// <param name="Kept">What its timeline must not have left behind, though it need not show it yet; null: nothing.</param>
/// <param name="NeedsTimeline">It must know its timeline: its position is taken for a session.</param>
internal readonly record struct TokenDemand(WriteToken? Shown = null, WriteToken? Kept = null, bool NeedsTimeline = false)
{
    /// <summary>Whether the server's timeline decides anything.</summary>
    public bool AsksTimeline => Shown is not null || Kept is not null || NeedsTimeline;

    /// <summary>
    /// Both must be shown. The later one proves the other where they are of one timeline; of two, the other may have been left
    /// behind by the later one's timeline, and is not to be forgotten over it.
    /// </summary>
    public static TokenDemand Both(WriteToken? one, WriteToken? other)
    {
        if (one is not { } first || other is not { } second)
        {
            return new TokenDemand(one ?? other);
        }

        WriteToken later = first.Merge(second);
        return first.Timeline == second.Timeline ? new TokenDemand(later) : new TokenDemand(later, later == first ? second : first);
    }

    /// <summary>Whether the server's timeline is a later one than a token's, so that it matters where it left that.</summary>
    public bool NeedsHistory(RouteDecision server) =>
        (Shown is { } shown && TokenProof.NeedsHistory(server, shown)) || (Kept is { } kept && TokenProof.NeedsHistory(server, kept));

    /// <summary>The token that the server's timeline left behind, or can't be told not to have; null: none.</summary>
    public WriteToken? LeftBehind(RouteDecision server, TimelineHistory? history) =>
        Shown is { } shown && TokenProof.Judge(server, shown, history) == TokenStanding.NotProven ? Shown
        : Kept is { } kept && TokenProof.Judge(server, kept, history) == TokenStanding.NotProven ? Kept
        : null;

    /// <summary>Whether what a server said will do.</summary>
    public TokenStanding Judge(RouteDecision server, TimelineHistory? history)
    {
        if (LeftBehind(server, history) is not null)
        {
            return TokenStanding.NotProven;
        }

        if (Shown is { } shown)
        {
            return TokenProof.Judge(server, shown, history);
        }

        return NeedsTimeline && server.Timeline is null ? TokenStanding.NotYet : TokenStanding.Shown;
    }
}
