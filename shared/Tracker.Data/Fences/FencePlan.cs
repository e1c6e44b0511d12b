namespace Tracker.Data.Fences;

/// <summary>A version to be written.</summary>
internal sealed record PlannedVersion(FenceDefinition Fence, DateTime ValidFrom);

/// <summary>What an import has to write, found by comparing; a pure rule.</summary>
internal sealed record FencePlan(IReadOnlyList<PlannedVersion> Versions, FenceImport Result)
{
    /// <param name="given">What is to be.</param>
    /// <param name="stored">Of the fences that are known the open version, or null where they have none.</param>
    /// <param name="validity">From when on new fences are valid where they do not say.</param>
    /// <param name="now">The moment of a change that does not say.</param>
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
                // What has been judged stands: another shape is valid from now on, unless the definition says from when.
                changed++;
                versions.Add(new PlannedVersion(fence, fence.ValidFrom ?? now));
            }
        }

        return new FencePlan(versions, new FenceImport(added, changed, given.Count - versions.Count));
    }
}
