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
        string[] keys = [.. reports.Select(report => report.TrackerKey).Distinct(StringComparer.Ordinal)];
        while (true)
        {
            (IReadOnlyDictionary<string, long> ids, int? timeline) = await _registry.ResolveAsync(keys, registerTrackers, cancellationToken);
            var unknown = new List<NewReport>();
            List<(long TrackerId, NewReport Report)> known = Split(reports, ids, unknown);
            await _months.EnsureAsync(known.Select(row => row.Report.RecordedAt), timeline, cancellationToken);
            Group[] groups = await StoreGroupsAsync(sourceId, known, timeline, cancellationToken);
            if (Array.TrueForAll(groups, group => group.TimelineHeld))
            {
                int stored = groups.Sum(group => group.Stored);
                NewReport[] tooOld = [.. groups.SelectMany(group => group.TooOld)];
                return new IngestResult(stored, known.Count - tooOld.Length - stored, unknown, tooOld);
            }

            // A failover came between look-up and storing: ids and months may be lost. What was stored is found again by its key.
            _registry.Forget();
        }
    }

    private static List<(long TrackerId, NewReport Report)> Split(
        IReadOnlyCollection<NewReport> reports, IReadOnlyDictionary<string, long> ids, List<NewReport> unknown)
    {
        var known = new List<(long TrackerId, NewReport Report)>(reports.Count);
        foreach (NewReport report in reports)
        {
            if (ids.TryGetValue(report.TrackerKey, out long id))
            {
                known.Add((id, report));
            }
            else
            {
                unknown.Add(report);
            }
        }

        return known;
    }

    private async Task<Group[]> StoreGroupsAsync(
        int sourceId, List<(long TrackerId, NewReport Report)> reports, int? timeline, CancellationToken cancellationToken)
    {
        int groups = Math.Clamp(reports.Count / SmallestGroup, 1, Groups);
        DateTime receivedAt = time.GetUtcNow().UtcDateTime;
        return await Task.WhenAll(reports
            .GroupBy(row => ReportColumns.ShardOf(row.TrackerId) % groups)
            .Select(group => StoreGroupAsync(sourceId, [.. group], receivedAt, timeline, cancellationToken)));
    }

    private async Task<Group> StoreGroupAsync(
        int sourceId, List<(long TrackerId, NewReport Report)> reports, DateTime receivedAt, int? timeline, CancellationToken cancellationToken)
    {
        ReportColumns all = ReportColumns.Of(reports);
        Group group = default;
        await database.WriteAsync(
            UnitOfWork.Repeatable,
            async (write, token) =>
            {
                if (write.Route.Timeline != timeline)
                {
                    group = new Group(0, [], TimelineHeld: false);
                    return;
                }

                DateTime horizon = await ReportWriter.LockAsync(write, all, token);
                NewReport[] tooOld = [.. reports.Select(row => row.Report).Where(report => report.RecordedAt < horizon)];
                ReportColumns young = tooOld.Length == 0 ? all : ReportColumns.Of(reports.FindAll(row => row.Report.RecordedAt >= horizon));
                group = new Group(await ReportWriter.StoreAsync(write, young, sourceId, receivedAt, token), tooOld, TimelineHeld: true);
            },
            cancellationToken);
        return group;
    }

    private readonly record struct Group(int Stored, NewReport[] TooOld, bool TimelineHeld);
}
