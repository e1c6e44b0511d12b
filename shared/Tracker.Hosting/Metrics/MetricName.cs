using System.Text;

namespace Tracker.Hosting.Metrics;

/// <summary>From OpenTelemetry's names and units to Prometheus's: <c>db.client.operation.duration</c> in s is <c>db_client_operation_duration_seconds</c>.</summary>
internal static class MetricName
{
    private const string Total = "_total";

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["min"] = "minutes",
        ["h"] = "hours",
        ["d"] = "days",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["m"] = "meters",
        ["km"] = "kilometers",
        ["%"] = "percent",
    };

    public static string Of(string instrument, string? unit, MetricKind kind)
    {
        string name = Sanitize(instrument, colon: true);
        if (kind == MetricKind.Counter && name.EndsWith(Total, StringComparison.Ordinal)) name = name[..^Total.Length];
        string suffix = Suffix(unit, kind);
        if (suffix.Length > 0 && !name.EndsWith($"_{suffix}", StringComparison.Ordinal)) name = $"{name}_{suffix}";
        return kind == MetricKind.Counter ? name + Total : name;
    }

    public static string Label(string key) => Sanitize(key, colon: false);

    // "{command}" and the like only annotate a count; "1" is a share where it is measured, and a plain count where it is counted.
    private static string Suffix(string? unit, MetricKind kind) => unit switch
    {
        null or "" => string.Empty,
        "1" => kind == MetricKind.Gauge ? "ratio" : string.Empty,
        _ when unit[0] == '{' => string.Empty,
        _ => Units.TryGetValue(unit, out string? word) ? word : Sanitize(unit.Replace("/", "_per_", StringComparison.Ordinal), colon: false),
    };

    private static string Sanitize(string name, bool colon)
    {
        StringBuilder clean = new(name.Length + 1);
        foreach (char letter in name)
        {
            bool allowed = char.IsAsciiLetterOrDigit(letter) || (colon && letter == ':');
            if (clean.Length == 0 && char.IsAsciiDigit(letter)) clean.Append('_');
            if (allowed) clean.Append(letter);
            else if (clean.Length == 0 || clean[^1] != '_') clean.Append('_');
        }

        return clean.ToString();
    }
}
