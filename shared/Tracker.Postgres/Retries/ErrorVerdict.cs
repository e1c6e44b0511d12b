namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>What to do about an error.</summary>
internal enum ErrorVerdict
{
    /// <summary>A new attempt would fail in the same way.</summary>
    Permanent,

    /// <summary>Run the whole unit of work again.</summary>
    Retry,

    /// <summary>Close the pool's connections first: they lead to a server of the wrong role.</summary>
    RetryOnNewConnections,
}
