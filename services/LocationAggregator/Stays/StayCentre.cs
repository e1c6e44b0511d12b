using Tracker.Data.Geodesy;
using Tracker.Data.Reports;

namespace LocationAggregator.Stays;

/// <summary>Where a stay was.</summary>
/// <param name="Latitude">Degrees: the mean of the different coordinates.</param>
/// <param name="Longitude">Degrees: their circular mean.</param>
/// <param name="Points">How many reports.</param>
internal readonly record struct StayCentre(double Latitude, double Longitude, int Points)
{
    /// <summary>The centre of a stay's reports, from the anchor on and without the closing one, in the order of their keys.</summary>
    /// <remarks>The same reports give the same bits: the sums run in the order of the keys.</remarks>
    /// <exception cref="ArgumentException">There is no report.</exception>
    public static StayCentre Of(IEnumerable<Fix> reports)
    {
        int points = 0;
        HashSet<(double Latitude, double Longitude)> seen = [];
        List<double> longitudes = [];
        double latitudes = 0;
        foreach (Fix report in reports)
        {
            points++;
            if (seen.Add((report.Latitude, report.Longitude)))
            {
                latitudes += report.Latitude;
                longitudes.Add(report.Longitude);
            }
        }

        return points > 0
            ? new StayCentre(latitudes / seen.Count, Longitudes.CircularMean(longitudes), points)
            : throw new ArgumentException("A stay has at least one report.", nameof(reports));
    }
}
