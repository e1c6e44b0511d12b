using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>
/// Listens during a COMMIT for the server's warning that its wait for the synchronous standby was cut short (a cancellation, a
/// statement time-out, a fast shutdown): the server then answers success for a commit that is only local.
/// </summary>
internal sealed class SynchronousWait : IDisposable
{
    private readonly NpgsqlConnection _connection;

    public SynchronousWait(NpgsqlConnection connection)
    {
        _connection = connection;
        _connection.Notice += Hear;
    }

    public bool WasCut { get; private set; }

    public void Dispose() => _connection.Notice -= Hear;

    // The text is PostgreSQL's own, in English as long as lc_messages is; the state alone means any warning.
    private void Hear(object sender, NpgsqlNoticeEventArgs heard) => WasCut |= heard.Notice.SqlState == PostgresErrorCodes.Warning
        && heard.Notice.MessageText.Contains("synchronous replication", StringComparison.Ordinal);
}
