using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Geo.Reports;

namespace Tracker.Data.Pipeline;

/// <summary>One tracker of a batch: its new reports, and the last one that was processed before.</summary>
/// <param name="Last">Its last processed report; null where the batch has its first report.</param>
/// <param name="New">Its new reports, in the order of event time.</param>
public sealed record TrackerBatch(Fix? Last, IReadOnlyList<Fix> New)
{
    /// <summary>New reports that come before the last processed one, in order.</summary>
    public IReadOnlyList<Fix> Late { get; } = [.. New.Where(fix => Last is { } last && fix.Key < last.Key)];

    /// <summary>New reports that come after it, in order.</summary>
    public IReadOnlyList<Fix> Fresh { get; } = [.. New.Where(fix => Last is not { } last || fix.Key > last.Key)];
}

/// <summary>Finds the late reports of a batch.</summary>
public static class BatchHistory
{
    /// <summary>The batch by tracker, in the order of ids.</summary>
    public static async Task<SortedDictionary<long, TrackerBatch>> ReadAsync(
        ReadScope read, ShardBatch batch, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<long, List<Fix>> trackers = batch.ByTracker();
        Dictionary<long, Fix> last = await ReportHistory.BeforeAsync(
            read,
            [.. trackers.Keys.Select(id => KeyValuePair.Create(id, batch.AfterProcessed))],
            batch.Cursor.Position,
            cancellationToken);
        return new SortedDictionary<long, TrackerBatch>(trackers.ToDictionary(
            pair => pair.Key,
            pair => new TrackerBatch(last.TryGetValue(pair.Key, out Fix fix) ? fix : null, pair.Value)));
    }
}
