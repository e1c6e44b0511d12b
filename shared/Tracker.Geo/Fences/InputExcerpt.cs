using System.Text.Json;

namespace Tracker.Geo.Fences;

/// <summary>Quotes parts of an input in error messages, up to 60 characters.</summary>
public static class InputExcerpt
{
    private const int Longest = 60;

    /// <summary>Returns the text, truncated with an ellipsis if necessary.</summary>
    public static string Of(string text) => text.Length > Longest ? text[..Longest] + "..." : text;

    /// <summary>Returns the raw text of a JSON value; <c>missing</c> if it is undefined.</summary>
    public static string Of(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? "missing" : Of(element.GetRawText());

    /// <summary>
    /// Returns the line, the byte and the message of a JSON syntax error. The message may repeat the rest of the input and
    /// is truncated.
    /// </summary>
    public static string Of(JsonException malformed) =>
        $"line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}: {Of(malformed.Message)}";
}
