using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>The page and segment sizes of a server's WAL.</summary>
/// <param name="PageBytes"><c>wal_block_size</c>; 8 kB by default.</param>
/// <param name="SegmentBytes"><c>wal_segment_size</c>; 16 MB by default.</param>
internal readonly record struct WalLayout(long PageBytes, long SegmentBytes)
{
    // SizeOfXLogShortPHD and SizeOfXLogLongPHD; a segment's first page has the long one.
    private const ulong PageHeader = 24;
    private const ulong SegmentHeader = 40;

    /// <summary>
    /// Returns the end of the last record before an insert position. If that record ends at a page boundary, the insert position skips the
    /// header of the next page (XLogBytePosToRecPtr), while a replica that has replayed the
    /// record reports the page boundary. Without this correction the replica would seem to lag until the next record is written.
    /// </summary>
    public NpgsqlLogSequenceNumber EndOf(NpgsqlLogSequenceNumber inserted)
    {
        ulong position = (ulong)inserted;
        ulong header = position % (ulong)SegmentBytes < (ulong)PageBytes ? SegmentHeader : PageHeader;
        return position % (ulong)PageBytes == header ? new NpgsqlLogSequenceNumber(position - header) : inserted;
    }
}
