using GeofenceProcessor.Fences;
using GeofenceProcessor.Indexing;
using Tracker.Data.Fences;

namespace GeofenceProcessor.Tests.Recomputing;

/// <summary>
/// Fences that get one version after another, as the catalogue writes them: the previous version ends, and the next is
/// open-ended until it ends in turn.
/// </summary>
internal sealed class ChangingFences(FenceVersion[] versions)
{
    // The versions of each fence, and the end of the last one if it has one.
    private readonly Queue<(long Fence, FenceVersion? Version)> _left = new(
    [
        .. versions.OrderBy(version => version.Version).ThenBy(version => version.Key).Select(version => (version.FenceId, version)),
        .. versions.GroupBy(version => version.FenceId).Where(fence => fence.Last().ValidTo < FenceVersion.Always.To).Select(fence => (fence.Key, (FenceVersion?)null)),
    ]);

    private readonly Dictionary<(long Fence, int Version), (FenceVersion Version, FenceChange Change)> _known = [];
    private long _revision;
    private long _judged;

    public bool AnyLeft => _left.Count > 0;

    public void Next()
    {
        if (!_left.TryDequeue(out (long Fence, FenceVersion? Version) next))
        {
            return;
        }

        _revision++;
        foreach ((FenceVersion open, FenceChange change) in _known.Values
            .Where(known => known.Version.FenceId == next.Fence && known.Version.ValidTo == FenceVersion.Always.To)
            .ToList())
        {
            FenceVersion closed = versions.Single(version => (version.FenceId, version.Version) == (open.FenceId, open.Version));
            // A change that has not been judged yet keeps its earlier beginning.
            DateTime since = change.Revision > _judged && change.AffectsFrom < closed.ValidTo ? change.AffectsFrom : closed.ValidTo;
            _known[(open.FenceId, open.Version)] = (closed, new FenceChange(open.FenceId, _revision, since));
        }

        if (next.Version is { } version)
        {
            _known[(version.FenceId, version.Version)] = (
                version with { ValidTo = FenceVersion.Always.To }, new FenceChange(version.FenceId, _revision, version.ValidFrom));
        }
    }

    /// <summary>Every shard has been judged by all changes up to a revision.</summary>
    public void Judged(long revision) => _judged = revision;

    public FenceSnapshot Snapshot() => new(
        _revision,
        new FenceIndex(_known.Values.Select(known => known.Version)),
        [.. _known.Values.Select(known => known.Change).OrderBy(change => change.Revision)]);
}
