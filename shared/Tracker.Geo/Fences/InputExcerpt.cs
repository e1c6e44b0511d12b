using System.Text.Json;

namespace Tracker.Geo.Fences;

/// <summary>Parts of an input as error messages quote them: at most 60 characters.</summary>
public static class InputExcerpt
{
    private const int Longest = 60;

    /// <summary>A text, cut with an ellipsis where it is longer.</summary>
    public static string Of(string text) => text.Length > Longest ? text[..Longest] + "..." : text;

    /// <summary>A JSON value as it was written; <c>missing</c> where there is none.</summary>
    public static string Of(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? "missing" : Of(element.GetRawText());

    /// <summary>The line, the byte and the message of a JSON syntax error. The message may repeat the rest of the input.</summary>
    public static string Of(JsonException malformed) =>
        $"line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}: {Of(malformed.Message)}";
}
