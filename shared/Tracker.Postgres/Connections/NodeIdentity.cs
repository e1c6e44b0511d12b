using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>The identity of the server that a new connection leads to. Queried once per connection.</summary>
/// <param name="Address">The server's address and port. A server that its pooler reaches by a Unix socket is identified by its start
/// time.</param>
/// <param name="Cluster">The cluster that the server belongs to.</param>
/// <param name="ReplicaName">The replica's name in <c>pg_stat_replication</c>; null if it receives no WAL.</param>
/// <param name="Server">The server's role, timeline and position.</param>
internal sealed record NodeIdentity(string Address, ClusterIdentity Cluster, string? ReplicaName, ServerFacts Server)
{
    private const string Sql = $"""
        SELECT coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'local@' || extract(epoch FROM pg_postmaster_start_time())::bigint),
               (SELECT system_identifier FROM pg_control_system()),
               current_setting('wal_block_size')::bigint,
               pg_size_bytes(current_setting('wal_segment_size')),
               current_setting('default_transaction_isolation'),
               (SELECT coalesce(substring(conninfo FROM 'application_name=(\S+)'), slot_name) FROM pg_stat_wal_receiver),
               {ServerFacts.Columns}
        """;

    public static async Task<NodeIdentity> AskAsync(NpgsqlConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // Counts as part of connecting: PgBouncer accepts clients even if its server does not respond.
        await using var command = new NpgsqlCommand(Sql, connection) { CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds) };
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.GetString(4) is var isolation and not "read committed")
        {
            // A read checks the replay position and runs its query in one transaction. Under REPEATABLE READ both would use one snapshot,
            // taken before the check.
            throw new InvalidSettingException(
                "POSTGRES_DB", $"leads to a database whose default_transaction_isolation is '{isolation}'. Reads need 'read committed': reset it for the database and its users.");
        }

        return new NodeIdentity(
            reader.GetString(0),
            new ClusterIdentity(reader.GetInt64(1), new WalLayout(reader.GetInt64(2), reader.GetInt64(3))),
            await reader.IsDBNullAsync(5, cancellationToken) ? null : reader.GetString(5),
            ServerFacts.Read(reader, first: 6));
    }

    public NodeState StateOf(string node) => Server.Of(node, Cluster);
}
