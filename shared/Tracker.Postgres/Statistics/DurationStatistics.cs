using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>How long scopes of one kind were open: a histogram.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Total">The sum of all durations.</param>
/// <param name="Buckets">By duration, ascending; each counts those longer than the one before allows.</param>
public sealed record DurationStatistics(ScopeKind Kind, TimeSpan Total, IReadOnlyList<DurationBucket> Buckets)
{
    /// <summary>Scopes that have ended.</summary>
    public long Count => Buckets.Sum(bucket => bucket.Count);

    /// <summary>What was added since an earlier look at the same histogram.</summary>
    /// <param name="earlier">The earlier look.</param>
    public DurationStatistics Since(DurationStatistics earlier) => this with
    {
        Total = Total - earlier.Total,
        Buckets = [.. Buckets.Zip(earlier.Buckets, (now, then) => now with { Count = now.Count - then.Count })],
    };

    /// <summary>The bucket in which the scope stands that is longer than that share of all.</summary>
    /// <param name="share">0.5: the median.</param>
    /// <returns>Null where there are none.</returns>
    public DurationBucket? Quantile(double share)
    {
        double rank = share * Count;
        long below = 0;
        foreach (DurationBucket bucket in Buckets)
        {
            below += bucket.Count;
            if (bucket.Count > 0 && below >= rank)
            {
                return bucket;
            }
        }

        return null;
    }
}

/// <summary>One bar of a histogram.</summary>
/// <param name="UpTo">The longest duration that counts here; null: the last, which takes all the others.</param>
/// <param name="Count">How many.</param>
public readonly record struct DurationBucket(TimeSpan? UpTo, long Count);
