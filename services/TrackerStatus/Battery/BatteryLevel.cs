using Tracker.Geo.Reports;

namespace TrackerStatus.Battery;

/// <summary>The battery level in a report.</summary>
/// <param name="Key">The key of the report.</param>
/// <param name="Percent">0 to 100.</param>
internal readonly record struct BatteryLevel(ReportKey Key, float Percent)
{
    /// <summary>Whether the level is at or below the threshold.</summary>
    public bool IsLow(double threshold) => Percent <= threshold;

    /// <summary>Returns the level with the later event time, so that a late report does not replace a newer level.</summary>
    public static BatteryLevel? Later(BatteryLevel? one, BatteryLevel? other)
    {
        if (one is not { } first || other is not { } second)
        {
            return one ?? other;
        }

        return first.Key >= second.Key ? first : second;
    }
}
