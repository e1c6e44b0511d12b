namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>How a retry determines whether an earlier attempt was committed, if the connection broke during COMMIT.</summary>
public enum UnitOfWork
{
    /// <summary>
    /// Each attempt first inserts the unit's id into <c>units_of_work</c> in its own transaction. The insert of a retry waits for the
    /// earlier attempt and finds its row if that was committed, so the unit is applied once.
    /// </summary>
    Recorded,

    /// <summary>The work is idempotent, for example by a unique key. No row is written.</summary>
    Repeatable,
}
