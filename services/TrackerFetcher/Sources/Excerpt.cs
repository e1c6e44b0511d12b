using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace TrackerFetcher.Sources;

/// <summary>Texts from sources, cut to a length for the quarantine and without what the database can't store.</summary>
internal static class Excerpt
{
    /// <summary>In characters.</summary>
    public const int Longest = 1_000;

    private static readonly SearchValues<char> NotStorable = SearchValues.Create("\0");

    /// <summary>
    /// <paramref name="utf8"/> as text. Invalid UTF-8 and NUL become U+FFFD. A long text is cut and ends with a hash of the whole, so that
    /// texts with the same beginning stay distinct in the quarantine.
    /// </summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        // A character has at most 4 bytes, so these bytes always hold the characters that are kept.
        ReadOnlySpan<byte> kept = utf8.Length > Longest * 4 ? utf8[..(Longest * 4)] : utf8;
        string text = Encoding.UTF8.GetString(kept);
        if (text.Length <= Longest)
        {
            return Of(text, Longest);
        }

        string rest = $" ... ({utf8.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(utf8).AsSpan(0, 16))})";
        return Of(text, Longest - rest.Length) + rest;
    }

    /// <summary>The same for a text.</summary>
    public static string Of(string text) => text.Length <= Longest ? Of(text, Longest) : Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The beginning of <paramref name="text"/>: at most <paramref name="longest"/> characters, storable.</summary>
    public static string Of(string text, int longest)
    {
        if (text.Length > longest)
        {
            text = text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
        }

        return text.AsSpan().ContainsAny(NotStorable) ? text.Replace('\0', '\uFFFD') : text;
    }
}
