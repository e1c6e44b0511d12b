using EFCore.ReadWriteSplitting.Configuration;
using Npgsql;

namespace Tracker.Cli.Splitting;

/// <summary>
/// Queries both ports to find out which servers answer. Uses no pool and keeps all connections open at once: a connection stays
/// on one node, and the proxy balances by the number of connections.
/// </summary>
internal sealed class SplitProbe(DatabaseOptions options)
{
    private const int Reads = 1_000;
    private const int Connections = 40;
    private const string ServerSql = "SELECT coalesce(host(inet_server_addr()), 'local'), pg_is_in_recovery()";

    // Any user can count the rows of pg_stat_replication.
    private const string WriteSql = "SELECT pg_current_xact_id()::text, (SELECT count(*) FROM pg_stat_replication)::int";

    public async Task<SplitObservation> RunAsync(CancellationToken ct)
    {
        (PortAnswer write, int replicas) = await QueryWritePortAsync(ct);
        await using NpgsqlDataSource reads = Source(isRead: true);
        List<NpgsqlConnection> connections = [await reads.OpenConnectionAsync(ct)];
        try
        {
            PortAnswer first = await QueryAsync(connections[0], options.ReadPort, ct);
            // If the primary serves the read port, it accepts few connections, which the services need.
            while (first.IsReplica && connections.Count < Connections)
            {
                connections.Add(await reads.OpenConnectionAsync(ct));
            }

            List<PortAnswer> answers = [first];
            while (answers.Count < Reads)
            {
                answers.Add(await QueryAsync(connections[answers.Count % connections.Count], options.ReadPort, ct));
            }

            return new SplitObservation(
                first,
                write,
                answers.CountBy(answer => answer.Node).ToDictionary(),
                answers.Where(answer => answer.IsReplica).Select(answer => answer.Node).ToHashSet(),
                replicas);
        }
        finally
        {
            foreach (NpgsqlConnection connection in connections)
            {
                await connection.DisposeAsync();
            }
        }
    }

    /// <summary>Assigning a transaction id requires a writable server. The transaction is rolled back.</summary>
    private async Task<(PortAnswer Answer, int Replicas)> QueryWritePortAsync(CancellationToken ct)
    {
        await using NpgsqlDataSource writes = Source(isRead: false);
        await using NpgsqlConnection connection = await writes.OpenConnectionAsync(ct);
        PortAnswer answer = await QueryAsync(connection, options.Port, ct);
        if (answer.IsReplica)
        {
            return (answer, 0);
        }

        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(ct);
        await using NpgsqlCommand command = new(WriteSql, connection, transaction);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (answer, reader.GetInt32(1));
    }

    private NpgsqlDataSource Source(bool isRead) => options.Tls.CreateDataSourceBuilder(new NpgsqlConnectionStringBuilder
    {
        Host = isRead ? options.ReadServer ?? options.Server : options.Server,
        Port = isRead ? options.ReadPort : options.Port,
        Username = isRead ? options.ReadUser ?? options.User : options.User,
        Password = isRead ? options.ReadPassword ?? options.Password : options.Password,
        Database = options.Database,
        ApplicationName = options.ApplicationName,
        Pooling = false,
        NoResetOnClose = true, // PgBouncer's transaction pooling
        MaxAutoPrepare = 0,
        Timeout = (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds),
    }).Build();

    private static async Task<PortAnswer> QueryAsync(NpgsqlConnection connection, int port, CancellationToken ct)
    {
        await using NpgsqlCommand command = new(ServerSql, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new PortAnswer(port, reader.GetString(0), reader.GetBoolean(1));
    }
}
