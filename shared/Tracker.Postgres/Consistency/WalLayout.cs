using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>How a server's WAL is cut into pages and segments.</summary>
/// <param name="PageBytes"><c>wal_block_size</c>; 8 kB by default.</param>
/// <param name="SegmentBytes"><c>wal_segment_size</c>; 16 MB by default.</param>
internal readonly record struct WalLayout(long PageBytes, long SegmentBytes)
{
    // SizeOfXLogShortPHD and SizeOfXLogLongPHD; a segment's first page has the long one.
    private const ulong PageHeader = 24;
    private const ulong SegmentHeader = 40;

    /// <summary>
    /// The end of the last record before an insert position. Where that record ended with its page, the insert position stands
    /// behind the next page's header, but a replica that has replayed the record says the page's end: it would seem to be behind
    /// until the next record is written, which on an idle primary may be never.
    /// </summary>
    public NpgsqlLogSequenceNumber EndOf(NpgsqlLogSequenceNumber inserted)
    {
        ulong position = (ulong)inserted;
        ulong header = position % (ulong)SegmentBytes < (ulong)PageBytes ? SegmentHeader : PageHeader;
        return position % (ulong)PageBytes == header ? new NpgsqlLogSequenceNumber(position - header) : inserted;
    }
}
