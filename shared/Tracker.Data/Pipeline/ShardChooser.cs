using Tracker.Data.Model;

namespace Tracker.Data.Pipeline;

/// <summary>
/// Chooses the shard of the next batch. Its only state is what this process last committed in each shard, so that no batch is
/// computed from a snapshot that does not show it yet.
/// </summary>
internal sealed class ShardChooser
{
    private readonly Dictionary<short, (int? Timeline, long Position)> _committed = [];

    /// <summary>The first candidate from <paramref name="start"/> on, around the shards; null where none is due.</summary>
    /// <param name="candidates">Cursors that are behind or otherwise due, by shard.</param>
    /// <param name="timeline">The snapshot's timeline: after a failover the primary may have lost what was committed.</param>
    /// <param name="start">The first shard to consider, 0 to 63; random, so that instances spread over the shards.</param>
    public ConsumerCursor? Choose(IEnumerable<ConsumerCursor> candidates, int? timeline, int start) => candidates
        .Where(cursor => !ShowsLess(cursor, timeline))
        .MinBy(cursor => (cursor.Shard - start + ReportShard.Count) % ReportShard.Count);

    public void Remember(short shard, int? timeline, long position) => _committed[shard] = (timeline, position);

    private bool ShowsLess(ConsumerCursor cursor, int? timeline) =>
        _committed.TryGetValue(cursor.Shard, out (int? Timeline, long Position) mine)
        && mine.Timeline == timeline && cursor.Position < mine.Position;
}
