namespace EFCore.ReadWriteSplitting.Health;

/// <summary>The role of a server, from <c>pg_is_in_recovery()</c>.</summary>
public enum NodeRole
{
    /// <summary>Accepts writes.</summary>
    Primary,

    /// <summary>In recovery: replays the primary's WAL and serves reads.</summary>
    Replica,
}
