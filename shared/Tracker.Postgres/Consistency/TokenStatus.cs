namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>Whether a server is proven to show a token.</summary>
internal enum TokenStatus
{
    /// <summary>The server shows it.</summary>
    Shown,

    /// <summary>The server has not replayed it yet, or does not know that it is no longer the primary.</summary>
    NotYet,

    /// <summary>The server's timeline forked before the token's position, or cannot be proven not to have: waiting does not help.</summary>
    NotProven,
}
