using System.Xml;

namespace TrackerFetcher.Sources.Gpx;

/// <summary>
/// Limits the length of tags and texts: an XML reader keeps a tag and its attributes in memory, however long they are. The distance
/// between two <c>&lt;</c> bounds both, because neither may contain one.
/// </summary>
internal sealed class BoundedMarkup(Stream inner) : Stream
{
    public const int Longest = 4 * 1024 * 1024;

    private long _sinceMarkup;
    private bool? _isWide;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int length = inner.Read(buffer);
        ReadOnlySpan<byte> read = buffer[..length];
        _isWide ??= IsWide(read);
        int last = _isWide.Value ? -1 : read.LastIndexOf((byte)'<');
        _sinceMarkup = last < 0 ? _sinceMarkup + length : length - last;
        return _sinceMarkup <= Longest ? length : throw new XmlException($"A tag or a text is longer than {Longest} bytes.");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // In UTF-16 the byte is a part of other characters too, so there the limit applies to the whole file.
    private static bool IsWide(ReadOnlySpan<byte> start) => start.Length > 0 && (start[0] is 0x00 or 0xFE or 0xFF || (start.Length > 1 && start[1] == 0x00));
}
