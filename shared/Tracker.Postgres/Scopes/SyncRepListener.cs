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

    /// <summary>
    /// Whether the notice says that the wait was interrupted. The SQLSTATE is that of any warning, and the text depends on the server's
    /// <c>lc_messages</c>; the function that reports it does not.
    /// </summary>
    internal static bool IsInterruption(PostgresNotice notice) => notice.Routine == "SyncRepWaitForLSN";

    private void OnNotice(object sender, NpgsqlNoticeEventArgs args) => WasInterrupted |= IsInterruption(args.Notice);
}
