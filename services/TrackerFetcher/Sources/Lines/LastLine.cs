using Microsoft.Win32.SafeHandles;

namespace TrackerFetcher.Sources.Lines;

/// <summary>
/// Decides whether a file's last line is read if it has no line end. In a file that is read on a schedule it may be half written, and a
/// number without its last digits is still a number. Such a line waits for its end, or until the file is no longer written.
/// </summary>
internal sealed class LastLine(SourceRequest request, SourceOptions options, TimeProvider time)
{
    /// <summary>To be asked after the file's last byte was read: a later write makes the file young again.</summary>
    public bool IsTaken(SafeFileHandle file) =>
        !request.IsScheduled || time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(file) >= options.LastLineAfter;
}
