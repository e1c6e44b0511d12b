using GeofenceProcessor.Judging;
using Tracker.Data.Fences;

namespace GeofenceProcessor.Indexing;

/// <summary>Some fences, found by place, by id and by the moments at which versions begin and end. Immutable.</summary>
internal sealed class FenceSet
{
    // Hours repeat for ever: before all time there is no first one of them.
    private static readonly DateTime FirstMoment = FenceVersion.Always.From.AddTicks(1);

    public FenceSet(IReadOnlyDictionary<long, IndexedFence> fences)
    {
        Fences = fences;
        IndexedVersion[] valid = [.. fences.Values.SelectMany(fence => fence.Versions).Where(version => version.Version.ValidFrom < version.Version.ValidTo)];
        Places = new PackedBoxes<IndexedVersion>(valid.SelectMany(version => version.Area.Boxes.Select(box => (box, version))));
        Crossable = new PackedBoxes<IndexedVersion>(
            valid.Where(version => version.Version.Terms.Crossings).SelectMany(version => version.Area.Boxes.Select(box => (box, version))));
        Hours = [.. valid.Select(version => version.Version.Terms.Hours).OfType<ActiveHours>().Distinct()];
        Boundaries =
        [
            .. valid.SelectMany(version => new[] { version.Version.ValidFrom, version.Version.ValidTo })
                .Where(moment => moment != FenceVersion.Always.From && moment != FenceVersion.Always.To)
                .Distinct()
                .Order(),
        ];
    }

    public IReadOnlyDictionary<long, IndexedFence> Fences { get; }

    public PackedBoxes<IndexedVersion> Places { get; }

    /// <summary>Those whose crossings count.</summary>
    public PackedBoxes<IndexedVersion> Crossable { get; }

    /// <summary>All different ones.</summary>
    public ActiveHours[] Hours { get; }

    /// <summary>When versions begin or end, ascending.</summary>
    public DateTime[] Boundaries { get; }

    /// <summary>The first moment later than the one given at which a version, or hours, begin or end; the end of time where there is none.</summary>
    public DateTime NextBoundary(DateTime after)
    {
        int found = Array.BinarySearch(Boundaries, after);
        int index = found < 0 ? ~found : found + 1;
        DateTime next = index < Boundaries.Length ? Boundaries[index] : FenceVersion.Always.To;
        foreach (ActiveHours hours in Hours)
        {
            DateTime change = after == FenceVersion.Always.From ? FirstMoment : hours.NextChange(after);
            next = change < next ? change : next;
        }

        return next;
    }
}
