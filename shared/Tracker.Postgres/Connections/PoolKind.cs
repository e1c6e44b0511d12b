namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>The pools of one process.</summary>
public enum PoolKind
{
    /// <summary>The write port as the writing user.</summary>
    Write,

    /// <summary>The read port as the reading user.</summary>
    Read,

    /// <summary>The write port as the reading user: reads that go to the primary, which PgBouncer limits apart from the writers.</summary>
    PrimaryRead,
}
