namespace Tracker.Data.Fences;

/// <summary>A version to be written.</summary>
internal sealed record PlannedVersion(FenceDefinition Fence, DateTime ValidFrom);

/// <summary>What an import has to write; a pure rule.</summary>
internal sealed record FencePlan(IReadOnlyList<PlannedVersion> Versions, FenceImport Result)
{
    /// <param name="given">The fences of the import.</param>
    /// <param name="stored">The open version of each known fence; null where it has none.</param>
    /// <param name="validity">When new fences become valid if they don't say.</param>
    /// <param name="now">When a change that does not say becomes valid.</param>
    public static FencePlan Of(
        IReadOnlyList<FenceDefinition> given, IReadOnlyDictionary<string, StoredFence?> stored, FenceValidity validity, DateTime now)
    {
        List<PlannedVersion> versions = [];
        int added = 0;
        int changed = 0;
        foreach (FenceDefinition fence in given)
        {
            if (!stored.TryGetValue(fence.Key, out StoredFence? known))
            {
                added++;
                versions.Add(new PlannedVersion(fence, fence.ValidFrom ?? (validity == FenceValidity.Always ? FenceVersion.Always.From : now)));
            }
            else if (known?.Is(fence) != true)
            {
                // Judged events stay: another shape is valid from now on, unless the definition says when.
                changed++;
                versions.Add(new PlannedVersion(fence, fence.ValidFrom ?? now));
            }
        }

        return new FencePlan(versions, new FenceImport(added, changed, given.Count - versions.Count));
    }
}
