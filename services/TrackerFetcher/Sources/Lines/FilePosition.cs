using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace TrackerFetcher.Sources.Lines;

/// <summary>How far a file was read.</summary>
/// <param name="Offset">Where the next line begins. A last line without a line end lies behind it, so that it is read again once it has
/// grown.</param>
/// <param name="Seen">How many bytes were read, including that line.</param>
/// <param name="Fingerprint">Of the bytes before <paramref name="Offset"/>: a file that was replaced is read from its start.</param>
internal sealed record FilePosition(long Offset, long Seen, string Fingerprint)
{
    private const string Version = "file1";

    public static FilePosition At(SafeFileHandle file, long offset, long seen) => new(offset, seen, SourceFile.Fingerprint(file, offset));

    /// <summary>The position in this file that the text holds; null if it is not one of this file.</summary>
    public static FilePosition? Of(SafeFileHandle file, string? text)
    {
        string[] parts = text?.Split(':') ?? [];
        return parts is [Version, { } offsetText, { } seenText, { } fingerprint]
            && long.TryParse(offsetText, NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
            && long.TryParse(seenText, NumberStyles.None, CultureInfo.InvariantCulture, out long seen)
            && RandomAccess.GetLength(file) >= Math.Max(offset, seen)
            && string.Equals(fingerprint, SourceFile.Fingerprint(file, offset), StringComparison.Ordinal)
                ? new FilePosition(offset, seen, fingerprint)
                : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}:{Offset}:{Seen}:{Fingerprint}");
}
