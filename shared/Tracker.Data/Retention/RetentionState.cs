using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Geo.Time;

namespace Tracker.Data.Retention;

/// <summary>The progress of retention.</summary>
/// <param name="Horizon">Reports before it are refused; the start of time if retention never ran.</param>
/// <param name="HandOverBefore">Consumers hand over what they need of the reports before it, which are dropped next.</param>
/// <param name="DroppedBefore">The months before it are dropped.</param>
/// <param name="PendingHandOvers">
/// The number of trackers that each consumer has still to hand over; consumers without any are left out.
/// </param>
public sealed record RetentionState(
    DateTime Horizon, DateTime HandOverBefore, DateTime DroppedBefore, IReadOnlyDictionary<string, long> PendingHandOvers)
{
    private const string StateSql = """
        SELECT horizon, settling_before, dropped_before,
               (SELECT jsonb_object_agg(consumer, trackers)::text
                FROM (SELECT consumer, count(*) AS trackers FROM settlements GROUP BY consumer) s)
        FROM retention
        """;

    /// <summary>Whether months are still to be dropped.</summary>
    public bool IsUnderWay => DroppedBefore < HandOverBefore;

    /// <summary>Reads the state that a server shows.</summary>
    public static async Task<RetentionState> ReadAsync(ReadScope read, CancellationToken cancellationToken)
    {
        await using ReadCommand command = read.Command(StateSql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new RetentionState(
            StoredTime.Utc(reader.GetDateTime(0)),
            StoredTime.Utc(reader.GetDateTime(1)),
            StoredTime.Utc(reader.GetDateTime(2)),
            await reader.IsDBNullAsync(3, cancellationToken)
                ? new Dictionary<string, long>()
                : System.Text.Json.JsonSerializer.Deserialize<SortedDictionary<string, long>>(reader.GetString(3))!);
    }

    /// <summary>
    /// The moment, UTC, before which only the reports that consumers keep are left; the start of time if none were dropped.
    /// </summary>
    public static async Task<DateTime> DroppedBeforeAsync(ReadScope read, CancellationToken cancellationToken)
    {
        await using ReadCommand command = read.Command("SELECT dropped_before FROM retention");
        return StoredTime.Utc((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!);
    }
}
