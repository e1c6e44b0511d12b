namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>How a unit of work finds out, after a connection broke during its COMMIT, whether it happened.</summary>
public enum UnitOfWork
{
    /// <summary>
    /// Each attempt first inserts the unit's id (<c>units_of_work</c>) in its own transaction. A rerun's insert waits for the
    /// first attempt and meets its row if that committed: the unit is applied once.
    /// </summary>
    Recorded,

    /// <summary>The work is safe to repeat (a unique key or a stamp decides): no row is written.</summary>
    Repeatable,
}
