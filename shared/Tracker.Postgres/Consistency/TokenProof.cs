using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>Decides whether a server is proven to show a token.</summary>
internal static class TokenProof
{
    /// <param name="server">The server's state, queried before the read's snapshot was taken.</param>
    /// <param name="token">The token that must be shown.</param>
    /// <param name="history">The history of the server's timeline, needed if that is later than the token's; null if unknown.</param>
    /// <exception cref="ForeignTokenException">The token belongs to another cluster.</exception>
    public static TokenStatus Judge(NodeState server, WriteToken token, TimelineHistory? history)
    {
        if (server.SystemId != token.SystemId)
        {
            throw new ForeignTokenException(token, server.SystemId);
        }

        // A primary of an earlier timeline was demoted and has not noticed yet. A replica that receives no WAL may follow no primary.
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

    /// <summary>Whether the server's timeline is later than the token's, so that the fork point decides.</summary>
    public static bool NeedsHistory(NodeState server, WriteToken token) => server.Timeline > token.Timeline;

    /// <summary>An estimate from a node's last known state, used to choose the node to try first.</summary>
    public static bool IsReached(NodeState server, WriteToken token) =>
        server.Timeline >= token.Timeline && (server.Role == NodeRole.Primary || server.Position >= token.Position);
}
