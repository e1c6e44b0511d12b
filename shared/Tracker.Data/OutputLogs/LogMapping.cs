namespace Tracker.Data.OutputLogs;

/// <summary>
/// How entries become a log's columns, in the order of the log's declaration, without the tracker's id, which every log has first.
/// </summary>
/// <typeparam name="TEntry">A new entry, without its tracker.</typeparam>
public sealed class LogMapping<TEntry>
{
    private readonly Func<TEntry[], Array>[] _columns;

    private LogMapping(Func<TEntry[], Array>[] columns) => _columns = columns;

    /// <summary>A mapping without columns, to which <see cref="Column"/> adds.</summary>
    public static LogMapping<TEntry> Empty { get; } = new([]);

    /// <summary>This mapping and the next column.</summary>
    public LogMapping<TEntry> Column<TValue>(Func<TEntry, TValue> value) =>
        new([.. _columns, entries => Array.ConvertAll(entries, entry => value(entry))]);

    /// <summary>One array per column.</summary>
    internal Array[] ColumnsOf(TEntry[] entries) => Array.ConvertAll(_columns, column => column(entries));
}
