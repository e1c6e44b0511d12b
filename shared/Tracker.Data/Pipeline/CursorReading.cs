using Tracker.Data.Model;

namespace Tracker.Data.Pipeline;

/// <summary>A cursor as a snapshot shows it.</summary>
/// <param name="Cursor">The cursor.</param>
/// <param name="Head">The shard's head.</param>
/// <param name="At">The server's clock when the snapshot was taken, UTC.</param>
/// <param name="HasHandOver">Whether retention waits for the consumer to hand over trackers of the shard.</param>
internal readonly record struct CursorReading(ConsumerCursor Cursor, long Head, DateTime At, bool HasHandOver)
{
    /// <summary>Whether reports wait.</summary>
    public bool IsBehind => Cursor.Position < Head;
}
