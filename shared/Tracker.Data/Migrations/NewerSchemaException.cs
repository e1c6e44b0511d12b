namespace Tracker.Data.Migrations;

/// <summary>The schema has migrations that this version does not know, so this version changes nothing.</summary>
/// <param name="version">The schema.</param>
public sealed class NewerSchemaException(SchemaVersion version)
    : Exception($"The schema is newer than this version: it has {version.Unknown.Count} migrations that this version does not know, the last of them {version.Unknown[^1]}. "
        + $"Nothing was changed. {Advice(version.Diagnose())}")
{
    /// <summary>Whether workers of this version may run on the schema.</summary>
    public bool CanRun { get; } = version.Diagnose().CanRun;

    private static string Advice(SchemaDiagnosis diagnosis) => diagnosis switch
    {
        { CanRun: true } => "Workers of this version may run on it.",
        { Fit: SchemaFit.Outdated } => "It also lacks migrations of this version: use one that has them all.",
        _ => "Workers of this version can't run on it: use a newer one.",
    };
}
