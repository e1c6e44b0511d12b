using Tracker.Data.Routing;

namespace Tracker.Data.Consistency;

/// <summary>Whether a server is proven to show a token. Pure.</summary>
internal static class TokenProof
{
    /// <param name="server">What the server said before the read's snapshot was taken.</param>
    /// <param name="token">What must be shown.</param>
    /// <exception cref="ForeignTokenException">The token belongs to another cluster.</exception>
    public static bool Shows(RouteDecision server, WriteToken token)
    {
        if (server.SystemId != token.SystemId)
        {
            throw new ForeignTokenException(token, server.SystemId);
        }

        // A primary of the token's timeline, or a later one, shows all that its cluster has kept; one of an earlier timeline was
        // demoted and does not know it yet. A replica that receives nothing (no timeline) may follow nobody.
        return server.Timeline >= token.Timeline
            && (server.Role == NodeRole.Primary || server.Position >= token.Position);
    }
}
