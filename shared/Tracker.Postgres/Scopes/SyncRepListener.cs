using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>
/// Listens during COMMIT for the warning that the wait for synchronous replication was interrupted (a cancellation, a statement timeout or
/// a fast shutdown). The server then reports success for a commit that is only local.
/// </summary>
internal sealed class SyncRepListener : IDisposable
{
    private readonly NpgsqlConnection _connection;

    public SyncRepListener(NpgsqlConnection connection)
    {
        _connection = connection;
        _connection.Notice += OnNotice;
    }

    public bool WasInterrupted { get; private set; }

    public void Dispose() => _connection.Notice -= OnNotice;

    // The SQLSTATE is that of any warning, so the text decides. It is in English if lc_messages is.
    private void OnNotice(object sender, NpgsqlNoticeEventArgs args) => WasInterrupted |= args.Notice.SqlState == PostgresErrorCodes.Warning
        && args.Notice.MessageText.Contains("synchronous replication", StringComparison.Ordinal);
}
