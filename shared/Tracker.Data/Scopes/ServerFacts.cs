using System.Data.Common;
using NpgsqlTypes;
using Tracker.Data.Routing;

namespace Tracker.Data.Scopes;

/// <summary>What a server says of itself, asked in the trip that opens a scope.</summary>
internal static class ServerFacts
{
    // A primary's timeline is read off its current WAL file: pg_control_checkpoint() lags behind a promotion.
    public const string Sql = """
        SELECT pg_is_in_recovery(),
               coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'local'),
               (SELECT system_identifier FROM pg_control_system()),
               CASE WHEN pg_is_in_recovery()
                    THEN (SELECT received_tli FROM pg_stat_wal_receiver)
                    ELSE ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int END,
               CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END,
               CASE WHEN pg_is_in_recovery() THEN clock_timestamp() - pg_last_xact_replay_timestamp() END
        """;

    public static async Task<RouteDecision> ReadAsync(DbDataReader reader, RouteReason reason, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        return new RouteDecision(
            reader.GetString(1),
            reader.GetBoolean(0) ? NodeRole.Replica : NodeRole.Primary,
            reason,
            reader.GetInt64(2),
            await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetInt32(3),
            await reader.IsDBNullAsync(4, cancellationToken) ? default : reader.GetFieldValue<NpgsqlLogSequenceNumber>(4),
            await reader.IsDBNullAsync(5, cancellationToken) ? null : reader.GetFieldValue<TimeSpan>(5));
    }
}
