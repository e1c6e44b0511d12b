namespace Tracker.Data.OutputLogs;

/// <summary>What turns the effective entries of an output log into the newly computed ones.</summary>
/// <param name="Superseded">Existing entries that no longer hold, in their order.</param>
/// <param name="Added">Computed entries that do not exist yet, in their order.</param>
/// <typeparam name="TExisting">An entry as it is stored.</typeparam>
/// <typeparam name="TComputed">An entry as the pure core gives it.</typeparam>
public sealed record LogChange<TExisting, TComputed>(IReadOnlyList<TExisting> Superseded, IReadOnlyList<TComputed> Added)
{
    /// <summary>Whether nothing is to be written.</summary>
    public bool IsEmpty => Superseded.Count == 0 && Added.Count == 0;
}

/// <summary>
/// Compares one tracker's effective log entries from a point on with what a recomputation from that point gives. Entries
/// that are equal stay untouched, so that a recomputation which changes nothing writes nothing.
/// </summary>
public static class LogDiff
{
    /// <summary>The change from <paramref name="existing"/> to <paramref name="computed"/>.</summary>
    /// <param name="existing">The effective (not superseded) entries within the recomputed range.</param>
    /// <param name="computed">All entries that the recomputation gives within the same range.</param>
    /// <param name="contentOfExisting">Everything that makes two entries the same result (not ids or sequence numbers).</param>
    /// <param name="contentOfComputed">The same of a computed entry.</param>
    /// <param name="equality">How contents compare; the default equality unless given.</param>
    /// <remarks>Counts matter: of two equal entries against one computed, the later one is superseded.</remarks>
    public static LogChange<TExisting, TComputed> Between<TExisting, TComputed, TContent>(
        IReadOnlyList<TExisting> existing,
        IReadOnlyList<TComputed> computed,
        Func<TExisting, TContent> contentOfExisting,
        Func<TComputed, TContent> contentOfComputed,
        IEqualityComparer<TContent>? equality = null)
        where TContent : notnull
    {
        Dictionary<TContent, int> wanted = new(equality);
        foreach (TComputed entry in computed)
        {
            TContent content = contentOfComputed(entry);
            wanted[content] = wanted.GetValueOrDefault(content) + 1;
        }

        Dictionary<TContent, int> kept = new(equality);
        List<TExisting> superseded = [];
        foreach (TExisting entry in existing)
        {
            TContent content = contentOfExisting(entry);
            if (wanted.GetValueOrDefault(content) > kept.GetValueOrDefault(content))
            {
                kept[content] = kept.GetValueOrDefault(content) + 1;
            }
            else
            {
                superseded.Add(entry);
            }
        }

        List<TComputed> added = [];
        foreach (TComputed entry in computed)
        {
            TContent content = contentOfComputed(entry);
            int left = kept.GetValueOrDefault(content);
            if (left > 0)
            {
                kept[content] = left - 1;
            }
            else
            {
                added.Add(entry);
            }
        }

        return new LogChange<TExisting, TComputed>(superseded, added);
    }
}
