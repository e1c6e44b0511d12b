using Microsoft.Win32.SafeHandles;
using TrackerFetcher.Sources.Csv;

namespace TrackerFetcher.Sources.Lines;

/// <summary>What came of reading a line.</summary>
internal enum LineState
{
    Whole,

    /// <summary>The file ends without a line end: whole, or torn.</summary>
    Unterminated,

    /// <summary>A quote is never closed, or goes on after it was: only the line itself is given up, not what follows.</summary>
    BadQuote,

    /// <summary>Longer than allowed; only its beginning is there.</summary>
    TooLong,
}

/// <summary>A file's lines, in memory of a fixed size.</summary>
/// <param name="file">The file.</param>
/// <param name="offset">Where the first line begins.</param>
/// <param name="delimiter">Of fields, which may be quoted and then hold line ends; null = lines are lines.</param>
/// <param name="longestLine">In bytes.</param>
/// <param name="last">What becomes of a last line without a line end.</param>
internal sealed class FileLines(SafeFileHandle file, long offset, byte? delimiter, int longestLine, LastLine last)
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

    /// <summary>Where to go on once the file has grown: a last line without a line end is read again, or was left.</summary>
    public long ResumeOffset => _isOpen ? LineOffset : NextOffset;

    /// <summary>How far the file was taken.</summary>
    public long NextOffset => _bufferOffset + _start;

    /// <summary>Takes the next line out of the memory; false: <see cref="FillAsync"/> first.</summary>
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
        else if (delimiter is not null && rest[..length].Contains((byte)'"'))
        {
            switch (RecordEnd(rest, out int recordLength))
            {
                case CsvQuotes.Ending.Unknown when rest.Length <= longestLine && (!_ended || (_leavesLast && rest[^1] != '\n')):
                    return false;
                case CsvQuotes.Ending.Found when recordLength <= longestLine:
                    length = recordLength;
                    state = length < rest.Length ? LineState.Whole : LineState.Unterminated;
                    break;
                default:
                    state = LineState.BadQuote;
                    break;
            }

            if (state == LineState.Unterminated && _leavesLast)
            {
                return false;
            }
        }

        Take(length, state);
        return true;
    }

    /// <summary>Reads on; false at the file's end.</summary>
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

    private void Take(int length, LineState state)
    {
        State = state;
        LineOffset = NextOffset;
        _lineStart = _start;
        _lineLength = length > 0 && _buffer[_start + length - 1] == '\r' ? length - 1 : length;
        _isOpen = _start + length == _end;
        _start = Math.Min(_end, _start + length + 1);
    }

    private CsvQuotes.Ending RecordEnd(ReadOnlySpan<byte> rest, out int length)
    {
        // No further than a record may go, lest each line of a file of open quotes be searched to the end of the memory.
        int searched = Math.Min(rest.Length, longestLine + 2);
        return CsvQuotes.RecordEnd(rest[..searched], delimiter!.Value, _ended && searched == rest.Length, out length);
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
