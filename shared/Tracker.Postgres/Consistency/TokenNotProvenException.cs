namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>
/// The token is from before a failover, and the new primary's timeline history does not prove that it was retained. The write may have
/// been lost; waiting does not help. Read without the token, or check the row of the unit of work if it was recorded.
/// </summary>
public sealed class TokenNotProvenException(WriteToken token, int timeline)
    : Exception($"The token {token} is beyond the point where timeline {timeline} forked from its timeline: the write may have been lost in a failover. Start a new session, or read the data without the token.");
