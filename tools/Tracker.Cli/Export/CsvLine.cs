using System.Globalization;

namespace Tracker.Cli.Export;

/// <summary>Formats a row as CSV (RFC 4180), independent of the culture.</summary>
internal static class CsvLine
{
    /// <summary>Returns the line without a line break.</summary>
    /// <param name="fields">The values as read from the database.</param>
    /// <param name="real">The format of floating-point numbers: <c>F8</c>, or <c>R</c> for round-trip precision.</param>
    public static string Of(IEnumerable<object?> fields, string real) => string.Join(',', fields.Select(field => Field(field, real)));

    private static string Field(object? value, string real) => value switch
    {
        null => "",
        string text => Quoted(text),
        bool flag => flag ? "true" : "false",
        DateTime time => Time(time),
        double or float => ((IFormattable)value).ToString(real, CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "Unsupported type."),
    };

    // Fractional seconds only if they are not zero; most sources report whole seconds.
    private static string Time(DateTime time) => time.ToString(
        time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'+00:00'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'",
        CultureInfo.InvariantCulture);

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
