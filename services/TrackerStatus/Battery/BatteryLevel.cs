using Tracker.Geo.Reports;

namespace TrackerStatus.Battery;

/// <summary>What a report said of the battery.</summary>
/// <param name="Key">The report.</param>
/// <param name="Percent">0 to 100.</param>
internal readonly record struct BatteryLevel(ReportKey Key, float Percent)
{
    /// <summary>At the threshold or below.</summary>
    public bool IsLow(double threshold) => Percent <= threshold;

    /// <summary>The one of the later event time: a late report does not displace what is newer.</summary>
    public static BatteryLevel? Later(BatteryLevel? one, BatteryLevel? other) =>
        one is { } first && other is { } second ? (first.Key >= second.Key ? first : second) : one ?? other;
}
