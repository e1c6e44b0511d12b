namespace Tracker.Data.Migrations;

/// <summary>How a database's schema fits this version of the code.</summary>
public enum SchemaFit
{
    /// <summary>The schema has every migration that this version knows, and no other.</summary>
    Current,

    /// <summary>The schema has migrations that this version does not know, and it may run on them.</summary>
    Newer,

    /// <summary>The schema has migrations that this version must know.</summary>
    TooNew,

    /// <summary>The schema lacks migrations that this version needs.</summary>
    Outdated,

    /// <summary>The database has none of the tables.</summary>
    Empty,
}

/// <summary>How a schema fits, and what to do about it.</summary>
/// <param name="Fit">How it fits.</param>
/// <param name="Problem">Why no worker of this version may run, with the remedy; null if it may.</param>
public sealed record SchemaDiagnosis(SchemaFit Fit, string? Problem)
{
    /// <summary>Whether workers of this version may run.</summary>
    public bool CanRun => Problem is null;
}
