using Npgsql;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;
using Tracker.Data.Scopes;

namespace TrackerStatus;

/// <summary>Transitions in the database.</summary>
internal static class StatusLog
{
    public static readonly OutputLog Log = new("status_transitions", "tracker_id, state, occurred_at");

    public static string Word(TrackerState state) => state == TrackerState.Active ? "active" : "inactive";

    public static async Task<ILookup<long, StoredTransition>> EffectiveAsync(
        ReadScope read, IEnumerable<long> trackers, CancellationToken cancellationToken)
    {
        var transitions = new List<StoredTransition>();
        await using ReadCommand command = read.Command(
            """
            SELECT tracker_id, sequence, state, occurred_at FROM status_transitions
            WHERE tracker_id = ANY($1) AND supersedes IS NULL AND superseded_by IS NULL
            ORDER BY occurred_at
            """,
            trackers.ToArray());
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            transitions.Add(new StoredTransition(
                reader.GetInt64(0),
                reader.GetInt64(1),
                reader.GetString(2) == "active" ? TrackerState.Active : TrackerState.Inactive,
                reader.GetDateTime(3)));
        }

        return transitions.ToLookup(entry => entry.TrackerId);
    }
}
