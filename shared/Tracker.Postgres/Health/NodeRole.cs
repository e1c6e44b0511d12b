namespace EFCore.ReadWriteSplitting.Health;

/// <summary>What a server says of itself (<c>pg_is_in_recovery()</c>).</summary>
public enum NodeRole
{
    /// <summary>Takes writes.</summary>
    Primary,

    /// <summary>In recovery: replays the primary's WAL and serves reads.</summary>
    Replica,
}
