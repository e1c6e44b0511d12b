using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>Whether a server is proven to show a token. Pure.</summary>
internal static class TokenProof
{
    /// <param name="server">What the server said before the read's snapshot was taken.</param>
    /// <param name="token">What must be shown.</param>
    /// <param name="history">The history of the server's timeline; asked only where that is later than the token's. Null: not known.</param>
    /// <exception cref="ForeignTokenException">The token belongs to another cluster.</exception>
    public static TokenStatus Judge(NodeState server, WriteToken token, TimelineHistory? history)
    {
        if (server.SystemId != token.SystemId)
        {
            throw new ForeignTokenException(token, server.SystemId);
        }

        // One of an earlier timeline was demoted and does not know it yet; a replica that receives nothing may follow nobody.
        if (server.Timeline is not { } timeline || timeline < token.Timeline)
        {
            return TokenStatus.NotYet;
        }

        if (NeedsHistory(server, token) && history?.Keeps(token) != true)
        {
            return TokenStatus.NotProven;
        }

        return server.Role == NodeRole.Primary || server.Position >= token.Position ? TokenStatus.Shown : TokenStatus.NotYet;
    }

    /// <summary>Whether the server's timeline is a later one, so that it matters where it left the token's.</summary>
    public static bool NeedsHistory(NodeState server, WriteToken token) => server.Timeline > token.Timeline;

    /// <summary>A guess from what a node last said, to choose where to try first.</summary>
    public static bool IsReached(NodeState server, WriteToken token) =>
        server.Timeline >= token.Timeline && (server.Role == NodeRole.Primary || server.Position >= token.Position);
}
