using Microsoft.Win32.SafeHandles;

namespace TrackerFetcher.Sources.Lines;

/// <summary>The lines of a file, in a buffer of fixed size.</summary>
/// <param name="file">The file.</param>
/// <param name="offset">Where the first line begins.</param>
/// <param name="framing">How records that span several lines end; null = each line is a record.</param>
/// <param name="longestLine">In bytes.</param>
/// <param name="last">Decides about a last line without a line end.</param>
internal sealed class FileLines(SafeFileHandle file, long offset, IRecordFraming? framing, int longestLine, LastLine last)
{
    private readonly byte[] _buffer = new byte[Math.Max(256 * 1024, 2 * longestLine)];
    private int _start;
    private int _end;
    private long _bufferOffset = offset;
    private bool _ended;
    private bool _leavesLast;
    private bool _skipping;
    private bool _isOpen;
    private int _lineStart;
    private int _lineLength;

    /// <summary>The line without its end.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_lineStart, _lineLength);

    public LineState State { get; private set; }

    /// <summary>Where in the file the line begins.</summary>
    public long LineOffset { get; private set; } = offset;

    /// <summary>Where to continue once the file has grown: a last line without a line end is read again.</summary>
    public long ResumeOffset => _isOpen ? LineOffset : NextOffset;

    /// <summary>The offset after the last line that was read.</summary>
    public long NextOffset => _bufferOffset + _start;

    /// <summary>Moves to the next line in the buffer; false if <see cref="FillAsync"/> is needed first.</summary>
    public bool TryNext()
    {
        if (_skipping && !TrySkip())
        {
            return false;
        }

        ReadOnlySpan<byte> rest = _buffer.AsSpan(_start, _end - _start);
        if (rest.IsEmpty)
        {
            return false;
        }

        int lineEnd = rest.IndexOf((byte)'\n');
        int length = lineEnd < 0 ? rest.Length : lineEnd;
        LineState state = lineEnd < 0 ? LineState.Unterminated : LineState.Whole;
        if (length > longestLine)
        {
            state = LineState.TooLong;
            _skipping = lineEnd < 0;
        }
        else if (lineEnd < 0 && (!_ended || _leavesLast))
        {
            return false;
        }
        else if (framing is not null && framing.MaySpanLines(rest[..length]))
        {
            if (!TryFrame(rest, ref length, ref state))
            {
                return false;
            }
        }

        Take(length, state);
        return true;
    }

    /// <summary>Reads on; false at the end of the file.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        if (_ended)
        {
            return false;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _bufferOffset += _start;
        _end -= _start;
        _start = 0;
        int read = await RandomAccess.ReadAsync(file, _buffer.AsMemory(_end), _bufferOffset + _end, ct);
        _end += read;
        _ended = read == 0;
        _leavesLast = _ended && !last.IsTaken(file);
        return true;
    }

    /// <summary>Extends a line to its record; false if the record's end is still to come.</summary>
    private bool TryFrame(ReadOnlySpan<byte> rest, ref int length, ref LineState state)
    {
        // No further than a record may reach: in a file of unterminated quotes each line would otherwise be searched to the buffer's end.
        int searched = Math.Min(rest.Length, longestLine + 2);
        RecordEnd end = framing!.FindEnd(rest[..searched], _ended && searched == rest.Length, out int recordLength);
        if (end == RecordEnd.NotFound && rest.Length <= longestLine && (!_ended || (_leavesLast && rest[^1] != '\n')))
        {
            return false;
        }

        if (end != RecordEnd.Found || recordLength > longestLine)
        {
            state = LineState.Malformed;
            return true;
        }

        length = recordLength;
        state = length < rest.Length ? LineState.Whole : LineState.Unterminated;
        return state == LineState.Whole || !_leavesLast;
    }

    private void Take(int length, LineState state)
    {
        State = state;
        LineOffset = NextOffset;
        _lineStart = _start;
        _lineLength = length > 0 && _buffer[_start + length - 1] == '\r' ? length - 1 : length;
        _isOpen = _start + length == _end;
        _start = Math.Min(_end, _start + length + 1);
    }

    private bool TrySkip()
    {
        int lineEnd = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        _start = lineEnd < 0 ? _end : _start + lineEnd + 1;
        _skipping = lineEnd < 0;
        _isOpen = _skipping;
        return !_skipping;
    }
}
