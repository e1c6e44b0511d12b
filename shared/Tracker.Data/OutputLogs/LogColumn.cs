namespace Tracker.Data.OutputLogs;

/// <summary>A column of an output log.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in PostgreSQL, for example <c>bigint</c>.</param>
/// <param name="Erased">The value, as SQL, that replaces its content when the tracker is erased.</param>
public sealed record LogColumn(string Name, string Type, string Erased)
{
    /// <summary>
    /// Whether each entry has an array of values. <c>unnest</c> can't take arrays of arrays apart, so such entries are inserted row by
    /// row.
    /// </summary>
    internal bool IsArray => Type.EndsWith("[]", StringComparison.Ordinal);
}
