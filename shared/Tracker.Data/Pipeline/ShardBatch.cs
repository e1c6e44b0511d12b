using Tracker.Data.Model;
using Tracker.Geo.Reports;

namespace Tracker.Data.Pipeline;

/// <summary>The next reports of one shard for one consumer, as one snapshot shows them.</summary>
/// <param name="Cursor">The consumer's cursor in that snapshot.</param>
/// <param name="Reports">The reports after the cursor, by position, without gaps; empty where the shard is due for another reason.</param>
/// <param name="SnapshotAt">The server's clock when the snapshot was taken, UTC.</param>
public sealed record ShardBatch(ConsumerCursor Cursor, IReadOnlyList<StoredReport> Reports, DateTime SnapshotAt)
{
    /// <summary>The shard.</summary>
    public short Shard => Cursor.Shard;

    /// <summary>Position of the batch's last report: whatever else is read must not be newer.</summary>
    public long UpTo => Reports.Count > 0 ? Reports[^1].Position : Cursor.Position;

    /// <summary>UTC; the latest event time of all processed reports after the batch.</summary>
    public DateTime LatestRecordedAt =>
        Reports.Select(report => report.Fix.RecordedAt).Append(Cursor.LatestRecordedAt).Max();

    /// <summary>
    /// A key after every report that was processed before the batch. A search for a tracker's last processed report starts
    /// here: from the end of time it would scan all the tracker's unprocessed reports.
    /// </summary>
    public ReportKey AfterProcessed => new(Cursor.LatestRecordedAt.AddMicroseconds(1), long.MinValue);

    /// <summary>The new reports of each tracker, in the order of event time.</summary>
    public IReadOnlyDictionary<long, List<Fix>> ByTracker()
    {
        var trackers = new Dictionary<long, List<Fix>>();
        foreach (StoredReport report in Reports)
        {
            if (!trackers.TryGetValue(report.TrackerId, out List<Fix>? fixes))
            {
                trackers.Add(report.TrackerId, fixes = []);
            }

            fixes.Add(report.Fix);
        }

        foreach (List<Fix> fixes in trackers.Values)
        {
            fixes.Sort(static (left, right) => left.Key.CompareTo(right.Key));
        }

        return trackers;
    }
}
