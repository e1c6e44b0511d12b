using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Geo.Reports;

namespace Tracker.Data.Pipeline;

/// <summary>Asks a consumer what it needs of the reports that retention is about to drop, for some trackers of a shard.</summary>
/// <param name="Before">Reports before this moment, UTC, are dropped; all of them are processed, and no more can come.</param>
/// <param name="TrackerIds">The trackers.</param>
public sealed record HandOverRequest(DateTime Before, IReadOnlyList<long> TrackerIds)
{
    /// <summary>For each tracker the key from which on reports stay.</summary>
    public Dictionary<long, ReportKey> Keys() => TrackerIds.ToDictionary(id => id, _ => new ReportKey(Before, long.MinValue));
}

/// <summary>
/// What a consumer keeps of reports that are dropped, so that later reports and changes give the same results as if nothing were dropped.
/// </summary>
/// <param name="kept">The reports that it reads again.</param>
public class HandOver(IReadOnlyCollection<(long TrackerId, ReportKey Key)> kept)
{
    /// <summary>Keeps nothing.</summary>
    public static readonly HandOver Nothing = new([]);

    /// <summary>The reports that it reads again; they are not dropped.</summary>
    public IReadOnlyCollection<(long TrackerId, ReportKey Key)> Kept => kept;

    /// <summary>Writes the state that it keeps beside reports, in the transaction that ends the request.</summary>
    public virtual Task WriteAsync(WriteScope write, CancellationToken cancellationToken) => Task.CompletedTask;
}
