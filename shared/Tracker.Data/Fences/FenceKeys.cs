using Tracker.Geo.Fences;
namespace Tracker.Data.Fences;

/// <summary>The keys of one file's fences.</summary>
internal static class FenceKeys
{
    /// <summary>The fences, if no two have the same key.</summary>
    /// <exception cref="InvalidFenceException">Two have the same key; the message names the later one.</exception>
    public static List<FenceDefinition> Unique(IEnumerable<FenceDefinition> fences, string what)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        List<FenceDefinition> unique = [];
        foreach (FenceDefinition fence in fences)
        {
            unique.Add(keys.Add(fence.Key)
                ? fence
                : throw new InvalidFenceException($"{what} {unique.Count + 1} ({fence.Key}): an earlier one has the same id; ids must be unique."));
        }

        return unique;
    }
}
