namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>The connection pools of a <see cref="Scopes.Database"/>.</summary>
public enum PoolKind
{
    /// <summary>Connects to the write port as the write user.</summary>
    Write,

    /// <summary>Connects to the read port as the read user.</summary>
    Read,

    /// <summary>
    /// Connects to the write port as the read user, for reads on the primary. PgBouncer limits them separately from writes.
    /// </summary>
    PrimaryRead,
}
