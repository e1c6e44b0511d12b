using System.Buffers;
using System.Text;
using Tracker.Data.Reports;

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

    /// <summary>The beginning of <paramref name="utf8"/> as text; what is no UTF-8, and NUL, becomes U+FFFD.</summary>
    public static string Excerpt(ReadOnlySpan<byte> utf8)
    {
        // A character is at most 4 bytes, so this many bytes always hold the characters that are kept.
        ReadOnlySpan<byte> kept = utf8.Length > LongestPayload * 4 ? utf8[..(LongestPayload * 4)] : utf8;
        return Excerpt(Encoding.UTF8.GetString(kept), LongestPayload);
    }

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
