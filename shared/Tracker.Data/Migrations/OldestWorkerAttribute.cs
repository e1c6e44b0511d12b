namespace Tracker.Data.Migrations;

/// <summary>
/// States the oldest worker that may keep running on the schema that a migration makes. A worker's version is the newest migration that it
/// knows. A migration that older workers do not notice (a new table, a column with a default) repeats the statement of the one before it;
/// a migration that breaks them names itself.
/// </summary>
/// <param name="migration">The id of the newest migration that such a worker knows.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OldestWorkerAttribute(string migration) : Attribute
{
    /// <summary>The id of the newest migration that the oldest worker knows.</summary>
    public string Migration { get; } = migration;
}
