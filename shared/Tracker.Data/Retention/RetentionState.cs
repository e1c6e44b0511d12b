using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Geo.Time;

namespace Tracker.Data.Retention;

/// <summary>How far retention is.</summary>
/// <param name="Horizon">Reports before it are refused; the start of time where retention never ran.</param>
/// <param name="SettlingBefore">What is to be dropped: consumers keep what they need of the reports before it.</param>
/// <param name="DroppedBefore">The months before it are gone.</param>
/// <param name="Unsettled">For how many trackers each consumer has that still to do; consumers that have none are left out.</param>
public sealed record RetentionState(DateTime Horizon, DateTime SettlingBefore, DateTime DroppedBefore, IReadOnlyDictionary<string, long> Unsettled)
{
    private const string StateSql = """
        SELECT horizon, settling_before, dropped_before,
               (SELECT jsonb_object_agg(consumer, trackers)::text FROM (SELECT consumer, count(*) AS trackers FROM settlements GROUP BY consumer) s)
        FROM retention
        """;

    /// <summary>Whether months are still to be dropped.</summary>
    public bool IsUnderWay => DroppedBefore < SettlingBefore;

    /// <summary>As a server shows it.</summary>
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

    /// <summary>The moment, UTC, before which reports are gone but for those that consumers keep; the start of time where none are.</summary>
    public static async Task<DateTime> DroppedBeforeAsync(ReadScope read, CancellationToken cancellationToken)
    {
        await using ReadCommand command = read.Command("SELECT dropped_before FROM retention");
        return StoredTime.Utc((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!);
    }
}
