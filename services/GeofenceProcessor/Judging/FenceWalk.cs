using GeofenceProcessor.Indexing;
using Tracker.Data.Fences;
using Tracker.Geo.Fences.Areas;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Judging;

/// <summary>One tracker's way through the fences, report by report; buffers serve all reports of one walk.</summary>
internal sealed class FenceWalk
{
    private readonly FenceIndex _fences;
    private readonly long _trackerId;
    private readonly TimeSpan _silentAfter;
    private readonly List<FenceEvent> _events = [];
    private readonly Visits _visits;
    private readonly List<IndexedVersion> _found = [];
    private readonly List<IndexedVersion> _entered = [];
    private readonly List<IndexedFence> _around = [];
    private Fix? _last;
    private Place _place;

    public FenceWalk(FenceIndex fences, long trackerId, TimeSpan silentAfter, Fix? previous, IReadOnlyList<InsideFence> inside)
    {
        _fences = fences;
        _trackerId = trackerId;
        _silentAfter = silentAfter;
        _last = previous;
        _place = previous is { } fix ? new Place(fix) : default;
        _visits = new Visits(inside.Select(visit => (fences[visit.FenceId], visit.EnteredAt)), previous?.RecordedAt ?? FenceVersion.Always.From);
    }

    public void To(in Fix report)
    {
        Place from = _place;
        bool isFirst = _last is null;
        if (_last is { } last)
        {
            if (report.Key <= last.Key)
            {
                throw new ArgumentException($"The report {report.Key} does not come after {last.Key}: sort by key, without duplicates.", nameof(report));
            }

            Wait(last.RecordedAt, report.RecordedAt);
        }

        _last = report;
        _place = new Place(report);
        Judge(report.Key, isFirst ? null : from);
    }

    public FenceJudgement End(DateTime horizon)
    {
        if (_last is { } last)
        {
            Wait(last.RecordedAt, horizon);
        }

        return new FenceJudgement(_events, _visits.Presences());
    }

    private void Judge(ReportKey report, Place? from)
    {
        DateTime moment = report.RecordedAt;

        // Entered before exits are taken out, so that a fence can't be left and entered by one report.
        _entered.Clear();
        Find(new Box(_place.Longitude, _place.Latitude, _place.Longitude, _place.Latitude));
        foreach (IndexedVersion version in _found)
        {
            if (CanBeEntered(version, moment) && version.Area.Holds(_place))
            {
                _entered.Add(version);
            }
        }

        List<IndexedVersion> crossed = from is { } start && _fences.AnyCrossings ? Crossed(start, moment) : [];
        for (int i = 0; i < _visits.Count;)
        {
            (IndexedFence fence, DateTime enteredAt) = _visits[i];
            IndexedVersion? valid = fence.At(moment);
            bool counts = valid is not null && valid.Counts(_trackerId, moment);
            if (counts && (!valid!.Decides(_place) || valid.StillHolds(_place)))
            {
                i++;
                continue;
            }

            // A fence that does not count here was left at its boundary, unless the state is older than a change of the fence.
            _visits.RemoveAt(i);
            Add((valid ?? fence.LatestBefore(moment)).Version, FenceEventType.Exit, moment, report.Fingerprint, false,
                counts ? FenceEventReason.Report : WhyNot(valid), enteredAt);
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

    // What lies on the way and holds neither end of it.
    private List<IndexedVersion> Crossed(in Place from, DateTime moment)
    {
        List<IndexedVersion> crossed = [];
        foreach (Box box in FenceArea.BoxesOfWay(from, _place))
        {
            _fences.FindCrossable(box, crossed);
        }

        Place start = from;
        return
        [
            .. crossed.Distinct()
                .Where(version => CanBeEntered(version, moment) && version.Decides(start)
                    && !version.Area.Holds(start) && !version.Area.Holds(_place) && version.Area.IsCrossed(start, _place))
                .OrderBy(version => version.Fence, Visits.FencesByKey),
        ];
    }

    // The tracker stays where it is: versions and hours begin and end, and time passes.
    private void Wait(DateTime after, DateTime upTo)
    {
        DateTime arrival = after;
        Surround(after, upTo);
        while (true)
        {
            DateTime next = _visits.NextDwell();
            foreach (IndexedFence fence in _around)
            {
                DateTime boundary = fence.NextBoundary(after);
                if (boundary - arrival > _silentAfter && !_visits.Hold(fence))
                {
                    // Hours say nothing any more of a tracker that fell silent.
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

    // The fences that can begin, change or end for the tracker where it is.
    private void Surround(DateTime after, DateTime upTo)
    {
        _around.Clear();
        if (upTo <= after || _fences.NextBoundary(after) > upTo)
        {
            return;
        }

        Find(new Box(_place.Longitude, _place.Latitude, _place.Longitude, _place.Latitude));
        _around.AddRange(_found.Select(version => version.Fence).Concat(_visits.Fences).Distinct());
    }

    private void CrossBoundaries(DateTime moment, bool isSilent)
    {
        _entered.Clear();
        foreach (IndexedFence fence in _around.Where(fence => fence.NextBoundary(moment.AddTicks(-1)) == moment).OrderBy(fence => fence, Visits.FencesByKey))
        {
            IndexedVersion? valid = fence.At(moment);
            bool counts = valid is not null && valid.Counts(_trackerId, moment);
            if (_visits.Find(fence) is var visit and >= 0)
            {
                if (counts && (!valid!.Decides(_place) || valid.StillHolds(_place)))
                {
                    continue;
                }

                DateTime enteredAt = _visits[visit].EnteredAt;
                _visits.RemoveAt(visit);
                Add((valid ?? fence.LatestBefore(moment)).Version, FenceEventType.Exit, moment, null, false,
                    counts ? FenceEventReason.FenceChanged : WhyNot(valid), enteredAt);
            }
            else if (counts && valid!.Decides(_place) && valid.Area.Holds(_place) && (!isSilent || valid.Version.ValidFrom == moment))
            {
                _entered.Add(valid);
            }
        }

        foreach (IndexedVersion version in _entered)
        {
            Add(version.Version, FenceEventType.Enter, moment, null, true, WhyNow(version, moment), moment);
            _visits.Add(version.Fence, moment);
        }
    }

    private FenceEventReason WhyNot(IndexedVersion? valid) =>
        valid is null || valid.Version.TrackerIds?.Contains(_trackerId) == false ? FenceEventReason.FenceEnded : FenceEventReason.FenceClosed;

    private static FenceEventReason WhyNow(IndexedVersion version, DateTime moment) =>
        version.Version.ValidFrom != moment ? FenceEventReason.FenceOpened
        : version.Fence.EndedAt(moment) is null ? FenceEventReason.FenceBegan
        : FenceEventReason.FenceChanged;

    private bool CanBeEntered(IndexedVersion version, DateTime moment) =>
        version.Version.IsValidAt(moment) && version.Counts(_trackerId, moment) && version.Decides(_place)
        && !_visits.Hold(version.Fence) && !_entered.Contains(version);

    private void Find(in Box around)
    {
        _found.Clear();
        _fences.Find(around, _found);
    }

    private void Add(
        FenceVersion version, FenceEventType type, DateTime at, long? fingerprint, bool initial, FenceEventReason reason, DateTime enteredAt) =>
        _events.Add(new FenceEvent(version.FenceId, version.Version, type, at, fingerprint, initial, reason, enteredAt));
}
