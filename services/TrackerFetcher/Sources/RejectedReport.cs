using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources;

/// <summary>A report for the quarantine.</summary>
/// <param name="Reason">The rule that it broke.</param>
/// <param name="Detail">What is wrong, for a reader.</param>
/// <param name="Payload">The raw text, at most <see cref="LongestPayload"/> characters that the database can hold.</param>
/// <param name="TrackerKey">The tracker, where it could be read.</param>
/// <param name="Report">The report, where it could be read whole: it can be judged again.</param>
internal sealed record RejectedReport(RejectionReason Reason, string Detail, string Payload, string? TrackerKey, NewReport? Report = null)
{
    public const int LongestPayload = 1_000;

    private static readonly SearchValues<char> NotStorable = SearchValues.Create("\0");

    /// <summary>
    /// <paramref name="utf8"/> as text; what is no UTF-8, and NUL, becomes U+FFFD. A long one is cut, and a hash of the whole stands in
    /// place of the rest: what is told apart by the rest alone is told apart in the quarantine, too.
    /// </summary>
    public static string Excerpt(ReadOnlySpan<byte> utf8)
    {
        // A character is at most 4 bytes, so this many bytes always hold the characters that are kept.
        ReadOnlySpan<byte> kept = utf8.Length > LongestPayload * 4 ? utf8[..(LongestPayload * 4)] : utf8;
        string text = Encoding.UTF8.GetString(kept);
        if (text.Length <= LongestPayload)
        {
            return Excerpt(text, LongestPayload);
        }

        string rest = $" ... ({utf8.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(utf8).AsSpan(0, 16))})";
        return Excerpt(text, LongestPayload - rest.Length) + rest;
    }

    /// <summary>A text likewise.</summary>
    public static string Excerpt(string text) => text.Length <= LongestPayload ? Excerpt(text, LongestPayload) : Excerpt(Encoding.UTF8.GetBytes(text));

    /// <summary>The beginning of <paramref name="text"/>, at most <paramref name="longest"/> characters, storable.</summary>
    public static string Excerpt(string text, int longest)
    {
        if (text.Length > longest)
        {
            text = text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
        }

        return text.AsSpan().ContainsAny(NotStorable) ? text.Replace('\0', '\uFFFD') : text;
    }
}
