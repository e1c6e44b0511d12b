using GeofenceProcessor.Indexing;
using Tracker.Data.Fences;
using Tracker.Geo.Fences.Areas;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Judging;

/// <summary>Moves one tracker through the fences, report by report. The buffers are shared by all reports of the walk.</summary>
internal sealed class FenceWalk
{
    private readonly FenceIndex _fences;
    private readonly long _trackerId;
    private readonly TimeSpan _silentAfter;
    private readonly List<FenceEvent> _events = [];
    private readonly Visits _visits;
    private readonly List<IndexedVersion> _found = [];
    private readonly List<IndexedVersion> _entered = [];
    private readonly List<IndexedFence> _nearby = [];
    private Fix? _last;
    private PreparedPoint _point;

    public FenceWalk(FenceIndex fences, long trackerId, TimeSpan silentAfter, Fix? previous, IReadOnlyList<InsideFence> inside)
    {
        _fences = fences;
        _trackerId = trackerId;
        _silentAfter = silentAfter;
        _last = previous;
        _point = previous is { } fix ? new PreparedPoint(fix) : default;
        _visits = new Visits(inside.Select(visit => (fences[visit.FenceId], visit.EnteredAt)), previous?.RecordedAt ?? FenceVersion.Always.From);
    }

    public void MoveTo(in Fix report)
    {
        PreparedPoint from = _point;
        bool isFirst = _last is null;
        if (_last is { } last)
        {
            if (report.Key <= last.Key)
            {
                throw new ArgumentException($"The report {report.Key} does not come after {last.Key}: sort by key, without duplicates.", nameof(report));
            }

            PassTime(last.RecordedAt, report.RecordedAt);
        }

        _last = report;
        _point = new PreparedPoint(report);
        Judge(report.Key, isFirst ? null : from);
    }

    public FenceJudgement Finish(DateTime judgingLimit)
    {
        if (_last is { } last)
        {
            PassTime(last.RecordedAt, judgingLimit);
        }

        return new FenceJudgement(_events, _visits.Presences());
    }

    private void Judge(ReportKey report, PreparedPoint? from)
    {
        DateTime moment = report.RecordedAt;

        // Enters are collected before exits are removed, so that one report cannot both leave and enter a fence.
        _entered.Clear();
        Find(new Box(_point.Longitude, _point.Latitude, _point.Longitude, _point.Latitude));
        foreach (IndexedVersion version in _found)
        {
            if (CanBeEntered(version, moment) && version.Area.Contains(_point))
            {
                _entered.Add(version);
            }
        }

        List<IndexedVersion> crossed = from is { } start && _fences.AnyCrossings ? Crossed(start, moment) : [];
        for (int i = 0; i < _visits.Count;)
        {
            (IndexedFence fence, DateTime enteredAt) = _visits[i];
            IndexedVersion? valid = fence.At(moment);
            bool counts = valid is not null && valid.AppliesTo(_trackerId, moment);
            if (counts && (!valid!.IsAccurateEnough(_point) || valid.StillContains(_point)))
            {
                i++;
                continue;
            }

            // A fence that no longer applies was left at its boundary, unless the state is older than a change of the fence.
            _visits.RemoveAt(i);
            Add((valid ?? fence.LatestBefore(moment)).Version, FenceEventType.Exit, moment, report.Fingerprint, false,
                counts ? FenceEventReason.Report : ExitReason(valid), enteredAt);
        }

        foreach (IndexedVersion version in crossed)
        {
            Add(version.Version, FenceEventType.Cross, moment, report.Fingerprint, false, FenceEventReason.Report, moment);
        }

        _entered.Sort(Visits.ByKey);
        foreach (IndexedVersion version in _entered)
        {
            Add(version.Version, FenceEventType.Enter, moment, report.Fingerprint, from is null, FenceEventReason.Report, moment);
            _visits.Add(version.Fence, moment);
        }
    }

    // The fences that the leg passes through and that contain neither of its ends.
    private List<IndexedVersion> Crossed(in PreparedPoint from, DateTime moment)
    {
        List<IndexedVersion> crossed = [];
        foreach (Box box in FenceArea.BoxesOfLeg(from, _point))
        {
            _fences.FindCrossable(box, crossed);
        }

        PreparedPoint start = from;
        return
        [
            .. crossed.Distinct()
                .Where(version => CanBeEntered(version, moment) && version.IsAccurateEnough(start)
                    && !version.Area.Contains(start) && !version.Area.Contains(_point) && version.Area.IsCrossedBy(start, _point))
                .OrderBy(version => version.Fence, Visits.FencesByKey),
        ];
    }

    // The tracker does not move while versions and active hours begin and end, and dwells become due.
    private void PassTime(DateTime after, DateTime upTo)
    {
        DateTime arrival = after;
        CollectNearbyFences(after, upTo);
        while (true)
        {
            DateTime next = _visits.NextDwell();
            foreach (IndexedFence fence in _nearby)
            {
                DateTime boundary = fence.NextBoundary(after);
                if (boundary - arrival > _silentAfter && !_visits.Contains(fence))
                {
                    // Active hours have no effect on a tracker that is silent.
                    boundary = fence.NextVersion(after);
                }

                next = boundary < next ? boundary : next;
            }

            if (next > upTo || next == FenceVersion.Always.To)
            {
                return;
            }

            CrossBoundaries(next, isSilent: next - arrival > _silentAfter);
            foreach ((IndexedFence fence, DateTime enteredAt) in _visits.TakeDwells(next))
            {
                Add(fence.At(next)!.Version, FenceEventType.Dwell, next, null, false, FenceEventReason.Report, enteredAt);
            }

            after = next;
        }
    }

    // The fences that can begin, change or end where the tracker is.
    private void CollectNearbyFences(DateTime after, DateTime upTo)
    {
        _nearby.Clear();
        if (upTo <= after || _fences.NextBoundary(after) > upTo)
        {
            return;
        }

        Find(new Box(_point.Longitude, _point.Latitude, _point.Longitude, _point.Latitude));
        _nearby.AddRange(_found.Select(version => version.Fence).Concat(_visits.Fences).Distinct());
    }

    private void CrossBoundaries(DateTime moment, bool isSilent)
    {
        _entered.Clear();
        foreach (IndexedFence fence in _nearby.Where(fence => fence.NextBoundary(moment.AddTicks(-1)) == moment).OrderBy(fence => fence, Visits.FencesByKey))
        {
            IndexedVersion? valid = fence.At(moment);
            bool counts = valid is not null && valid.AppliesTo(_trackerId, moment);
            if (_visits.Find(fence) is var visit and >= 0)
            {
                if (counts && (!valid!.IsAccurateEnough(_point) || valid.StillContains(_point)))
                {
                    continue;
                }

                DateTime enteredAt = _visits[visit].EnteredAt;
                _visits.RemoveAt(visit);
                Add((valid ?? fence.LatestBefore(moment)).Version, FenceEventType.Exit, moment, null, false,
                    counts ? FenceEventReason.FenceChanged : ExitReason(valid), enteredAt);
            }
            else if (counts && valid!.IsAccurateEnough(_point) && valid.Area.Contains(_point) && (!isSilent || valid.Version.ValidFrom == moment))
            {
                _entered.Add(valid);
            }
        }

        foreach (IndexedVersion version in _entered)
        {
            Add(version.Version, FenceEventType.Enter, moment, null, true, EnterReason(version, moment), moment);
            _visits.Add(version.Fence, moment);
        }
    }

    private FenceEventReason ExitReason(IndexedVersion? valid) =>
        valid is null || valid.Version.TrackerIds?.Contains(_trackerId) == false ? FenceEventReason.FenceEnded : FenceEventReason.FenceClosed;

    private static FenceEventReason EnterReason(IndexedVersion version, DateTime moment)
    {
        if (version.Version.ValidFrom != moment)
        {
            return FenceEventReason.FenceOpened;
        }

        return version.Fence.EndedAt(moment) is null ? FenceEventReason.FenceBegan : FenceEventReason.FenceChanged;
    }

    private bool CanBeEntered(IndexedVersion version, DateTime moment) =>
        version.Version.IsValidAt(moment) && version.AppliesTo(_trackerId, moment) && version.IsAccurateEnough(_point)
        && !_visits.Contains(version.Fence) && !_entered.Contains(version);

    private void Find(in Box around)
    {
        _found.Clear();
        _fences.Find(around, _found);
    }

    private void Add(
        FenceVersion version, FenceEventType type, DateTime at, long? fingerprint, bool initial, FenceEventReason reason, DateTime enteredAt) =>
        _events.Add(new FenceEvent(version.FenceId, version.Version, type, at, fingerprint, initial, reason, enteredAt));
}
