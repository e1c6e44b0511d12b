using NetTopologySuite.Geometries;
using NetTopologySuite.Index;
using Tracker.Data.Reports;

namespace GeofenceProcessor.Judging;

/// <summary>One tracker's way through the fences, report by report; buffers serve all reports of one walk.</summary>
internal sealed class FenceWalk : IItemVisitor<IndexedVersion>
{
    private static readonly Comparison<IndexedFence> ByKey = (one, other) => one.Rank.CompareTo(other.Rank);

    private readonly FenceIndex _fences;
    private readonly List<FenceEvent> _events = [];
    private readonly List<IndexedFence> _inside;
    private readonly List<IndexedFence> _entered = [];
    private readonly Envelope _point = new();
    private Fix? _last;
    private Place _place;
    private DateTime _moment;

    public FenceWalk(FenceIndex fences, Fix? previous, IReadOnlyList<InsideFence> inside)
    {
        _fences = fences;
        _last = previous;
        _place = previous is { } fix ? new Place(fix) : default;
        _inside = [.. inside.Select(fence => fences[fence.FenceId])];
        _inside.Sort(ByKey);
    }

    public void To(in Fix report)
    {
        if (_last is { } last)
        {
            if (report.Key <= last.Key)
            {
                throw new ArgumentException($"The report {report.Key} does not come after {last.Key}: sort by key, without duplicates.", nameof(report));
            }

            CrossBoundaries(last.RecordedAt, report.RecordedAt);
        }

        Judge(report, isFirst: _last is null);
        _last = report;
    }

    public FenceJudgement End(DateTime horizon)
    {
        if (_last is { } last)
        {
            CrossBoundaries(last.RecordedAt, horizon);
        }

        return new FenceJudgement(_events, [.. _inside.Select(fence => new InsideFence(fence.Id))]);
    }

    void IItemVisitor<IndexedVersion>.VisitItem(IndexedVersion item)
    {
        if (item.Version.IsValidAt(_moment) && !_inside.Contains(item.Fence) && !_entered.Contains(item.Fence) && item.Area.Holds(_place))
        {
            _entered.Add(item.Fence);
        }
    }

    private void Judge(in Fix report, bool isFirst)
    {
        _place = new Place(report);
        _moment = report.RecordedAt;

        // Entered before exits are taken out, so that a fence can't be left and entered by one report.
        _entered.Clear();
        _point.Init(_place.Coordinate);
        _fences.Visit(_point, this);
        _entered.Sort(ByKey);

        int kept = 0;
        for (int i = 0; i < _inside.Count; i++)
        {
            IndexedFence fence = _inside[i];
            IndexedVersion? version = fence.At(_moment);
            if (version is not null && version.StillHolds(_place))
            {
                _inside[kept++] = fence;
                continue;
            }

            // A fence without a version here was left at its boundary, unless the state is older than a change of the fence.
            _events.Add(new FenceEvent(
                fence.Id, (version ?? fence.LatestBefore(_moment)).Version.Version, FenceEventType.Exit, _moment, report.Key.Fingerprint,
                Initial: false, version is null ? FenceEventReason.FenceEnded : FenceEventReason.Report));
        }

        _inside.RemoveRange(kept, _inside.Count - kept);
        foreach (IndexedFence fence in _entered)
        {
            _events.Add(new FenceEvent(
                fence.Id, fence.At(_moment)!.Version.Version, FenceEventType.Enter, _moment, report.Key.Fingerprint, isFirst, FenceEventReason.Report));
        }

        Enter();
    }

    private void CrossBoundaries(DateTime after, DateTime upTo)
    {
        ReadOnlySpan<FenceIndex.Boundary> boundaries = _fences.BoundariesWithin(after, upTo);
        while (boundaries.Length > 0)
        {
            int together = 1;
            while (together < boundaries.Length && boundaries[together].At == boundaries[0].At)
            {
                together++;
            }

            Cross(boundaries[..together]);
            boundaries = boundaries[together..];
        }
    }

    private void Cross(ReadOnlySpan<FenceIndex.Boundary> together)
    {
        _moment = together[0].At;
        _entered.Clear();
        foreach (FenceIndex.Boundary boundary in together)
        {
            IndexedFence fence = boundary.Fence;
            IndexedVersion? version = fence.At(_moment);
            if (_inside.Contains(fence))
            {
                if (version is null || !version.StillHolds(_place))
                {
                    _inside.Remove(fence);
                    _events.Add(new FenceEvent(
                        fence.Id, (version ?? fence.LatestBefore(_moment)).Version.Version, FenceEventType.Exit, _moment, ReportFingerprint: null,
                        Initial: false, version is null ? FenceEventReason.FenceEnded : FenceEventReason.FenceChanged));
                }
            }
            else if (version is not null && version.Area.Holds(_place))
            {
                _entered.Add(fence);
            }
        }

        foreach (IndexedFence fence in _entered)
        {
            _events.Add(new FenceEvent(
                fence.Id, fence.At(_moment)!.Version.Version, FenceEventType.Enter, _moment, ReportFingerprint: null, Initial: true,
                fence.EndedAt(_moment) is null ? FenceEventReason.FenceBegan : FenceEventReason.FenceChanged));
        }

        Enter();
    }

    private void Enter()
    {
        if (_entered.Count > 0)
        {
            _inside.AddRange(_entered);
            _inside.Sort(ByKey);
        }
    }
}
