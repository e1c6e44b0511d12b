namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>Whether an error is retried.</summary>
internal enum ErrorVerdict
{
    /// <summary>A retry would fail in the same way.</summary>
    Permanent,

    /// <summary>Retry the unit of work as a whole.</summary>
    Retry,

    /// <summary>Close the pool's connections and retry: they lead to a server with the wrong role.</summary>
    RetryOnNewConnections,
}
