using Microsoft.Win32.SafeHandles;

namespace TrackerFetcher.Sources.Lines;

/// <summary>
/// Whether a file's last line is taken where no line end says that it is whole. Of a file that is read again it may be half
/// written: a figure that lacks its last digits is a figure, too. So it waits for its end, or until the file has been left alone.
/// </summary>
internal sealed class LastLine(SourceRequest request, SourceOptions options, TimeProvider time)
{
    /// <summary>To be asked at the file's end, after its last byte was read: what is written later makes the file young again.</summary>
    public bool IsTaken(SafeFileHandle file) =>
        !request.IsReadAgain || time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(file) >= options.LastLineAfter;
}
