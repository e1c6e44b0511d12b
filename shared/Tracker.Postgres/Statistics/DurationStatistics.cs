using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>A histogram of how long scopes of one kind were open.</summary>
/// <param name="Kind">The kind of scope.</param>
/// <param name="Total">The sum of all durations.</param>
/// <param name="Buckets">The buckets in ascending order; each counts the durations above the previous bucket's bound.</param>
public sealed record DurationStatistics(ScopeKind Kind, TimeSpan Total, IReadOnlyList<DurationBucket> Buckets)
{
    /// <summary>Scopes that have ended.</summary>
    public long Count => Buckets.Sum(bucket => bucket.Count);

    /// <summary>The durations added since an earlier sample of the same histogram.</summary>
    /// <param name="earlier">The earlier sample.</param>
    public DurationStatistics Since(DurationStatistics earlier) => this with
    {
        Total = Total - earlier.Total,
        Buckets = [.. Buckets.Zip(earlier.Buckets, (now, then) => now with { Count = now.Count - then.Count })],
    };

    /// <summary>The bucket that contains a quantile.</summary>
    /// <param name="share">The quantile, such as 0.5 for the median.</param>
    /// <returns>Null if there are no durations.</returns>
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

/// <summary>A bucket of a histogram.</summary>
/// <param name="UpTo">The upper bound, inclusive; null for the last bucket, which has none.</param>
/// <param name="Count">The number of durations.</param>
public readonly record struct DurationBucket(TimeSpan? UpTo, long Count);
