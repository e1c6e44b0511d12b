namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>What a server's word says of a token.</summary>
internal enum TokenStatus
{
    /// <summary>The server shows it.</summary>
    Shown,

    /// <summary>The server has not replayed it yet, or does not know that it is no longer the primary.</summary>
    NotYet,

    /// <summary>The server's timeline left the token's before the token's position: no waiting can prove it.</summary>
    NotProven,
}
