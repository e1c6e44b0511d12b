using System.Text;

namespace TrackerFetcher.Sources;

/// <summary>The byte order mark that some programs write before UTF-8.</summary>
internal static class ByteOrderMark
{
    /// <summary>Its length at the start of a text; 0 if there is none.</summary>
    public static int LengthIn(ReadOnlySpan<byte> text) => text.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
}
