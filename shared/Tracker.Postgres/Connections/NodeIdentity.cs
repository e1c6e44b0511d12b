using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>The identity of the server that a new connection leads to. Queried once per connection.</summary>
/// <param name="Address">The server's address and port. Every server whose pooler reaches it by a Unix socket or at 127.0.0.1 has the same;
/// the time of its start tells them apart.</param>
/// <param name="Cluster">The cluster that the server belongs to.</param>
/// <param name="SeesReplication">Whether the user may see the state of replication; without it no replica is proven fresh.</param>
/// <param name="ReplicaName">The replica's name in <c>pg_stat_replication</c>, or its slot's; null if it receives no WAL or has no name of
/// its own.</param>
/// <param name="Server">The server's role, timeline and position.</param>
internal sealed record NodeIdentity(string Address, ClusterIdentity Cluster, bool SeesReplication, string? ReplicaName, ServerFacts Server)
{
    internal const string AddressSql = """
        coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'local')
        || CASE WHEN coalesce(inet_server_addr() IN ('127.0.0.1', '::1'), true)
                THEN '@' || (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint ELSE '' END
        """;

    private const string Sql = $"""
        SELECT {AddressSql},
               (SELECT system_identifier FROM pg_control_system()),
               current_setting('wal_block_size')::bigint,
               pg_size_bytes(current_setting('wal_segment_size')),
               current_setting('default_transaction_isolation'),
               (SELECT coalesce(substring(conninfo FROM '(?:^|\s)application_name=(\S+)'), slot_name) FROM pg_stat_wal_receiver),
               pg_has_role('pg_read_all_stats', 'USAGE'),
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
            reader.GetBoolean(6),
            await reader.IsDBNullAsync(5, cancellationToken) ? null : reader.GetString(5),
            ServerFacts.Read(reader, first: 7));
    }

    public NodeState StateOf(string node) => Server.Of(node, Cluster);
}
