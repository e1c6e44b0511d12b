using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Geo.Reports;

namespace Tracker.Data.Retention;

/// <summary>Trackers of one shard of which a consumer is asked to keep what it needs of reports that are to go.</summary>
/// <param name="Before">Reports before this moment, UTC, go; all of them are processed, and none can come any more.</param>
/// <param name="TrackerIds">Whose.</param>
public sealed record SettlementRequest(DateTime Before, IReadOnlyList<long> TrackerIds)
{
    /// <summary>For each tracker the key after which nothing goes.</summary>
    public Dictionary<long, ReportKey> Keys() => TrackerIds.ToDictionary(id => id, _ => new ReportKey(Before, long.MinValue));
}

/// <summary>What a consumer keeps, so that whatever comes later gives what it would give if nothing were gone.</summary>
/// <param name="kept">The reports that it reads again.</param>
public class Settlement(IReadOnlyCollection<(long TrackerId, ReportKey Key)> kept)
{
    /// <summary>Keeps nothing.</summary>
    public static readonly Settlement Nothing = new([]);

    /// <summary>The reports that it reads again: they stay.</summary>
    public IReadOnlyCollection<(long TrackerId, ReportKey Key)> Kept => kept;

    /// <summary>Writes what it keeps beside reports, in the transaction in which its trackers are settled.</summary>
    public virtual Task WriteAsync(WriteScope write, CancellationToken cancellationToken) => Task.CompletedTask;
}
