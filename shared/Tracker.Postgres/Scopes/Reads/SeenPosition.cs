using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using Npgsql;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Scopes.Reads;

/// <summary>Queries a position that covers everything that the queries before it have shown.</summary>
internal static class SeenPosition
{
    // A replica shows a commit a moment before its replay position includes it, so the receive position is used. The replay position
    // counts too, because after a restart the WAL receiver starts at the beginning of a segment.
    private const string Sql = """
        SELECT CASE WHEN pg_is_in_recovery()
                    THEN greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
                    ELSE pg_current_wal_insert_lsn() END,
               pg_is_in_recovery(),
               CASE WHEN pg_is_in_recovery()
                    THEN (SELECT received_tli FROM pg_stat_wal_receiver)
                    ELSE ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int END
        """;

    /// <returns>Null if the replica receives no WAL, so the timeline of its position is unknown.</returns>
    public static async Task<WriteToken?> AskAsync(PooledConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection.Connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (await reader.IsDBNullAsync(2, cancellationToken))
        {
            return null;
        }

        var position = reader.GetFieldValue<NpgsqlLogSequenceNumber>(0);
        return new WriteToken(
            connection.Cluster.SystemId, reader.GetInt32(2), reader.GetBoolean(1) ? position : connection.Cluster.Wal.EndOf(position));
    }
}
