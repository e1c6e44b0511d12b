using Tracker.Data.Reports;
using Tracker.Data.Scopes;

namespace Tracker.Data.Ingest;

/// <summary>
/// Stores reports, each once, in any order and as often as they come. The slow part (look up, sort) is done before any lock;
/// a big batch is split by groups of shards, whose transactions run side by side.
/// </summary>
/// <param name="database">The cluster.</param>
/// <param name="time">The clock that <c>received_at</c> is read off.</param>
public sealed class Ingestor(Database database, TimeProvider time)
{
    private const int Groups = 4;
    private const int SmallestGroup = 1_000;

    private readonly TrackerRegistry _registry = new(database);
    private readonly MonthPartitions _months = new(database);

    /// <summary>Stores <paramref name="reports"/>; when this returns they are durable.</summary>
    /// <param name="sourceId">Which source said it.</param>
    /// <param name="registerTrackers">True registers unknown trackers; false returns their reports.</param>
    /// <param name="reports">Valid, normalized reports (<see cref="ReportRules"/>).</param>
    /// <param name="cancellationToken">Gives up; a part of the reports may be stored.</param>
    public async Task<IngestResult> StoreAsync(
        int sourceId, bool registerTrackers, IReadOnlyCollection<NewReport> reports, CancellationToken cancellationToken)
    {
        Dictionary<string, DateTime> latest = LatestByKey(reports);
        int storedBefore = 0;
        while (true)
        {
            ResolvedTrackers trackers = await _registry.ResolveAsync(latest, registerTrackers, cancellationToken);
            (List<(long TrackerId, NewReport Report)> known, List<NewReport> unknown, int erased) = Split(reports, trackers);
            await _months.EnsureAsync(known.Select(row => row.Report.RecordedAt), trackers.Timeline, cancellationToken);
            int?[] groups = await StoreGroupsAsync(sourceId, known, trackers, cancellationToken);
            int stored = storedBefore + groups.Sum(group => group ?? 0);
            if (Array.TrueForAll(groups, group => group is not null))
            {
                return new IngestResult(stored, Math.Max(0, known.Count - stored), unknown, erased);
            }

            // A failover, or an erasure, came between look-up and storing: ids and months may be lost. What was stored is found again by its key.
            storedBefore = stored;
            _registry.Forget();
        }
    }

    private static Dictionary<string, DateTime> LatestByKey(IReadOnlyCollection<NewReport> reports)
    {
        var latest = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        foreach (NewReport report in reports)
        {
            if (!latest.TryGetValue(report.TrackerKey, out DateTime known) || known < report.RecordedAt)
            {
                latest[report.TrackerKey] = report.RecordedAt;
            }
        }

        return latest;
    }

    private static (List<(long TrackerId, NewReport Report)> Known, List<NewReport> Unknown, int Erased) Split(
        IReadOnlyCollection<NewReport> reports, ResolvedTrackers trackers)
    {
        var known = new List<(long TrackerId, NewReport Report)>(reports.Count);
        var unknown = new List<NewReport>();
        int erased = 0;
        foreach (NewReport report in reports)
        {
            ResolvedTracker tracker = trackers.Trackers.GetValueOrDefault(report.TrackerKey);
            if (tracker.Refuses(report.RecordedAt))
            {
                erased++;
            }
            else if (tracker.Id is { } id)
            {
                known.Add((id, report));
            }
            else
            {
                unknown.Add(report);
            }
        }

        return (known, unknown, erased);
    }

    // By group how many were stored; null where the look-up holds no more, and nothing was.
    private Task<int?[]> StoreGroupsAsync(
        int sourceId, List<(long TrackerId, NewReport Report)> reports, ResolvedTrackers trackers, CancellationToken cancellationToken)
    {
        int groups = Math.Clamp(reports.Count / SmallestGroup, 1, Groups);
        DateTime receivedAt = time.GetUtcNow().UtcDateTime;
        return Task.WhenAll(reports
            .GroupBy(row => ReportColumns.ShardOf(row.TrackerId) % groups)
            .Select(group => StoreGroupAsync(sourceId, ReportColumns.Of([.. group]), receivedAt, trackers, cancellationToken)));
    }

    private async Task<int?> StoreGroupAsync(
        int sourceId, ReportColumns columns, DateTime receivedAt, ResolvedTrackers trackers, CancellationToken cancellationToken)
    {
        int? stored = null;
        await database.WriteAsync(
            UnitOfWork.Repeatable,
            async (write, token) => stored = write.Route.Timeline == trackers.Timeline
                ? await ReportWriter.StoreAsync(write, columns, trackers.Erasures, sourceId, receivedAt, token)
                : null,
            cancellationToken);
        return stored;
    }
}
