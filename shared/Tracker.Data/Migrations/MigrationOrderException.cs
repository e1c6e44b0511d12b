namespace Tracker.Data.Migrations;

/// <summary>A migration is pending that precedes an applied one. To apply it, the later ones would be reverted: nothing is changed.</summary>
/// <param name="pending">The pending migration.</param>
/// <param name="applied">The last one that is applied.</param>
public sealed class MigrationOrderException(string pending, string applied)
    : Exception($"The migration {pending} is not applied, but the later one {applied} is. Nothing was changed. "
        + $"Give the migration an id after {applied}, and build this version again.");
