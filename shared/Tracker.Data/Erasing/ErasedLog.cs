using Tracker.Data.OutputLogs;

namespace Tracker.Data.Erasing;

/// <summary>
/// An output log as an erasure sees it. Entries keep their numbers and links, so that no feed has a gap; their content is replaced:
/// tracker 0, a placeholder that no tracker uses, and no time or place.
/// </summary>
internal sealed record ErasedLog(OutputLog Log)
{
    public static readonly IReadOnlyList<ErasedLog> All = [.. OutputLog.All.Select(log => new ErasedLog(log))];

    public string Table => Log.Name;

    /// <summary>A tracker's effective entries: <c>$1</c> its shard, <c>$2</c> its id, <c>$3</c> the limit.</summary>
    public string EffectiveSql =>
        $"SELECT sequence FROM {Table} WHERE shard = $1 AND tracker_id = $2 AND supersedes IS NULL AND superseded_by IS NULL LIMIT $3";

    /// <summary>Blanks and supersedes entries: <c>$1</c> the shard, <c>$2</c> the new sequences, <c>$3</c> the old ones.</summary>
    public string SupersedeSql => $"""
        UPDATE {Table} t SET superseded_by = n.sequence, {Assignments}
        FROM unnest($2::bigint[], $3::bigint[]) AS n(sequence, old) WHERE t.shard = $1 AND t.sequence = n.old
        """;

    /// <summary>Adds the entries that supersede the old ones, blank from the start; parameters as above.</summary>
    public string RepeatSql => $"""
        INSERT INTO {Table} (shard, sequence, supersedes, {Log.ColumnNames})
        SELECT $1, n.sequence, n.old, {string.Join(", ", Log.Columns.Select(column => column.Erased))}
        FROM unnest($2::bigint[], $3::bigint[]) AS n(sequence, old)
        """;

    /// <summary>
    /// Blanks superseded entries: <c>$1</c> the shard, <c>$2</c> the tracker, <c>$3</c> to <c>$4</c> the sequences to look at.
    /// </summary>
    public string BlankSql => $"UPDATE {Table} SET {Assignments} WHERE shard = $1 AND tracker_id = $2 AND sequence BETWEEN $3 AND $4";

    public string LastSql => $"SELECT coalesce(max(sequence), 0) FROM {Table} WHERE shard = $1";

    private string Assignments => string.Join(", ", Log.Columns.Select(column => $"{column.Name} = {column.Erased}"));
}
