using EFCore.ReadWriteSplitting.Scopes;
using GeofenceProcessor.Indexing;
using Npgsql;

namespace GeofenceProcessor.Fences;

/// <summary>
/// Loads the fences of a read's snapshot. Only changes since the newest known revision are read. All fences are read
/// initially and when the server's timeline differs: a replica that was ahead of a promoted one shows revisions that were
/// never acknowledged, and the same numbers are assigned again.
/// </summary>
internal sealed class FenceStore
{
    // Replicas apply changes at different times, so a replica that lags may need an earlier revision.
    private const int Kept = 4;

    private const string AllSql = $"SELECT {FenceRow.Columns} FROM geofence_versions v JOIN geofences f ON f.id = v.fence_id";

    private const string ChangedSql = AllSql + " WHERE v.fence_id IN (SELECT c.fence_id FROM geofence_versions c WHERE c.revision > $1)";

    private readonly List<(int? Timeline, FenceSnapshot Fences)> _known = [];

    /// <summary>The fences as of <paramref name="revision"/>, which is the one that the snapshot shows.</summary>
    public async Task<FenceSnapshot> LoadAsync(ReadScope read, long revision, CancellationToken cancellationToken)
    {
        FenceSnapshot? latest = null;
        foreach ((int? timeline, FenceSnapshot known) in _known)
        {
            if (timeline == read.Route.Timeline && known.Revision <= revision && known.Revision >= (latest?.Revision ?? 0))
            {
                latest = known;
            }
        }

        if (latest?.Revision != revision)
        {
            latest = latest is null
                ? All(revision, await RowsAsync(read.Command(AllSql), cancellationToken))
                : After(latest, revision, await RowsAsync(read.Command(ChangedSql, latest.Revision), cancellationToken));
            _known.RemoveAll(known => known.Timeline != read.Route.Timeline);
            _known.Add((read.Route.Timeline, latest));
            _known.RemoveRange(0, Math.Max(0, _known.Count - Kept));
        }

        FenceMetrics.Revision.Record(revision);
        return latest;
    }

    // Includes versions that are never valid: events that they caused earlier must be recomputed.
    private static FenceSnapshot All(long revision, List<FenceRow> rows) =>
        new(revision, new FenceIndex(rows.Select(row => row.Version)), Sorted(rows.Select(row => row.Change)));

    private static FenceSnapshot After(FenceSnapshot known, long revision, List<FenceRow> rows) => new(
        revision,
        known.Index.With(rows.Select(row => row.Version)),
        Sorted(known.Changes.Concat(rows.Select(row => row.Change).Where(change => change.Revision > known.Revision))));

    private static FenceChange[] Sorted(IEnumerable<FenceChange> changes) => [.. changes.OrderBy(change => change.Revision)];

    private static async Task<List<FenceRow>> RowsAsync(ReadCommand command, CancellationToken cancellationToken)
    {
        var rows = new List<FenceRow>();
        await using (command)
        {
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(FenceRow.Read(reader));
            }
        }

        FenceMetrics.Read.Add(rows.DistinctBy(row => row.Version.FenceId).Count());
        return rows;
    }
}
