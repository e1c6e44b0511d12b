using Tracker.Data.Fences;

namespace GeofenceProcessor.Indexing;

/// <summary>A set of fences, indexed by location, by id and by the moments at which versions begin and end. Immutable.</summary>
internal sealed class FenceSet
{
    // Active hours repeat forever, so there is no first change before this moment.
    private static readonly DateTime FirstMoment = FenceVersion.Always.From.AddTicks(1);

    public FenceSet(IReadOnlyDictionary<long, IndexedFence> fences)
    {
        Fences = fences;
        IndexedVersion[] valid = [.. fences.Values.SelectMany(fence => fence.Versions).Where(version => version.Version.ValidFrom < version.Version.ValidTo)];
        Boxes = new PackedBoxes<IndexedVersion>(valid.SelectMany(version => version.Area.Boxes.Select(box => (box, version))));
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

    public PackedBoxes<IndexedVersion> Boxes { get; }

    /// <summary>The versions with crossings enabled.</summary>
    public PackedBoxes<IndexedVersion> Crossable { get; }

    /// <summary>The distinct active hours of the versions.</summary>
    public ActiveHours[] Hours { get; }

    /// <summary>The moments at which versions begin or end, ascending.</summary>
    public DateTime[] Boundaries { get; }

    /// <summary>
    /// The first moment after the given one at which a version or active hours begin or end; <see
    /// cref="FenceVersion.Always"/>.To if there is none.
    /// </summary>
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
