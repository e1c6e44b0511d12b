using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Geo.Reports;

namespace Tracker.Data.Ingest;

/// <summary>
/// Stores reports, each once, in any order and however often they come. The slow part (look-up, sort) is done before any lock is
/// taken; a big batch is split by groups of shards, whose transactions run concurrently.
/// </summary>
/// <param name="database">The cluster.</param>
/// <param name="time">The clock for <c>received_at</c>.</param>
public sealed class Ingestor(Database database, TimeProvider time)
{
    private const int Groups = 4;
    private const int SmallestGroup = 1_000;

    private readonly TrackerRegistry _registry = new(database);
    private readonly MonthPartitions _months = new(database);

    /// <summary>Stores <paramref name="reports"/>; when this returns they are durable.</summary>
    /// <param name="sourceId">The source of the reports.</param>
    /// <param name="registerTrackers">True registers unknown trackers; false returns their reports.</param>
    /// <param name="reports">Valid, normalized reports (<see cref="ReportRules"/>).</param>
    /// <param name="cancellationToken">Cancels the operation; some of the reports may be stored.</param>
    public async Task<IngestResult> StoreAsync(
        int sourceId, bool registerTrackers, IReadOnlyCollection<NewReport> reports, CancellationToken cancellationToken)
    {
        Dictionary<string, DateTime> latest = LatestByKey(reports);
        int storedBefore = 0;
        while (true)
        {
            ResolvedTrackers trackers = await _registry.ResolveAsync(latest, registerTrackers, cancellationToken);
            (List<ResolvedReport> known, List<NewReport> unknown, int erased) = Split(reports, trackers);
            await _months.EnsureAsync(known.Select(row => row.Report.RecordedAt), trackers.Timeline, cancellationToken);
            Group?[] groups = await StoreGroupsAsync(sourceId, known, trackers, cancellationToken);
            int stored = storedBefore + groups.Sum(group => group?.Stored ?? 0);
            if (Array.TrueForAll(groups, group => group is not null))
            {
                NewReport[] tooOld = [.. groups.SelectMany(group => group!.TooOld)];
                return new IngestResult(stored, Math.Max(0, known.Count - tooOld.Length - stored), unknown, tooOld, erased);
            }

            // A failover or an erasure came between look-up and storing: ids and months may be lost. Stored reports are duplicates in the
            // next round.
            storedBefore = stored;
            _registry.Clear();
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

    private static (List<ResolvedReport> Known, List<NewReport> Unknown, int Erased) Split(
        IReadOnlyCollection<NewReport> reports, ResolvedTrackers trackers)
    {
        var known = new List<ResolvedReport>(reports.Count);
        var unknown = new List<NewReport>();
        int erased = 0;
        foreach (NewReport report in reports)
        {
            ResolvedTracker tracker = trackers.Trackers.GetValueOrDefault(report.TrackerKey);
            if (tracker.Refuses(report.RecordedAt))
            {
                erased++;
            }
            else if (tracker.Registered is { } registered)
            {
                known.Add(new ResolvedReport(registered.Id, registered.Shard, report));
            }
            else
            {
                unknown.Add(report);
            }
        }

        return (known, unknown, erased);
    }

    // One result per group; null if the look-up is out of date, and nothing was stored.
    private Task<Group?[]> StoreGroupsAsync(
        int sourceId, List<ResolvedReport> reports, ResolvedTrackers trackers, CancellationToken cancellationToken)
    {
        int groups = Math.Clamp(reports.Count / SmallestGroup, 1, Groups);
        DateTime receivedAt = time.GetUtcNow().UtcDateTime;
        return Task.WhenAll(reports
            .GroupBy(row => row.Shard % groups)
            .Select(group => StoreGroupAsync(sourceId, [.. group], receivedAt, trackers, cancellationToken)));
    }

    private async Task<Group?> StoreGroupAsync(
        int sourceId, List<ResolvedReport> reports, DateTime receivedAt, ResolvedTrackers trackers, CancellationToken cancellationToken)
    {
        ReportColumns all = ReportColumns.Of(reports);
        Group? group = null;
        await database.WriteAsync(
            UnitOfWork.Repeatable,
            async (write, token) =>
            {
                group = null;
                if (write.Route.Timeline == trackers.Timeline
                    && await ReportWriter.LockAsync(write, all, trackers.Erasures, token) is { } horizon)
                {
                    NewReport[] tooOld = [.. reports.Select(row => row.Report).Where(report => report.RecordedAt < horizon)];
                    ReportColumns young = tooOld.Length == 0
                        ? all
                        : ReportColumns.Of(reports.FindAll(row => row.Report.RecordedAt >= horizon));
                    group = new Group(await ReportWriter.StoreAsync(write, young, sourceId, receivedAt, token), tooOld);
                }
            },
            cancellationToken);
        return group;
    }

    private sealed record Group(int Stored, NewReport[] TooOld);
}
