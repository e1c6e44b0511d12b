namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>
/// The token names a position of before a failover that the new primary's history does not hold: what it stood for may be
/// there or may be lost, and no waiting can tell. Read without the token, or ask for the outcome where the unit of work was recorded.
/// </summary>
public sealed class TokenNotProvenException(WriteToken token, int timeline)
    : Exception($"The token {token} is beyond the point where timeline {timeline} left its timeline: what it stands for may have been lost in a failover. Start a new session, or read the data anew and decide.");
