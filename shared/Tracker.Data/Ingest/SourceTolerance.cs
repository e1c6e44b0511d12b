using System.Globalization;
using System.Text.Json;
using Tracker.Geo.Reports;

namespace Tracker.Data.Ingest;

/// <summary>
/// How far ahead of now a source's reports may lie, by its options (<c>futureTolerance</c>), which its reader has checked.
/// </summary>
internal static class SourceTolerance
{
    private const string Option = "futureTolerance";

    public static TimeSpan Of(string options)
    {
        using JsonDocument document = JsonDocument.Parse(options);
        JsonElement text = document.RootElement.EnumerateObject()
            .FirstOrDefault(option => option.Name.Equals(Option, StringComparison.OrdinalIgnoreCase)).Value;
        return text.ValueKind == JsonValueKind.String && TimeSpan.TryParse(text.GetString(), CultureInfo.InvariantCulture, out TimeSpan tolerance)
            ? tolerance
            : ReportRules.DefaultFutureTolerance;
    }
}
