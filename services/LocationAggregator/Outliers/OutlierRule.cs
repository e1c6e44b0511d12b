using System.ComponentModel.DataAnnotations;
using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;

namespace LocationAggregator.Outliers;

/// <summary>
/// Detects spikes: a report is an outlier if both the leg from the previous report and the leg to the next report are
/// impossible. A single impossible leg proves nothing, because the other report may be the wrong one. Therefore a tracker's
/// first and last reports are never outliers, and the verdict on a report depends only on its two neighbours.
/// </summary>
internal sealed class OutlierRule
{
    // Event times are usually whole seconds, and several finders report in the same second. A shorter interval says nothing about speed.
    private const double MinSeconds = 1;

    private readonly OutlierOptions _options;

    public OutlierRule(OutlierOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        _options = options;
    }

    /// <summary>
    /// Whether the distance between two reports, less their accuracies, exceeds what the maximum speed allows in the time
    /// between them.
    /// </summary>
    public bool IsImpossible(Fix from, Fix to)
    {
        if (!_options.Filter)
        {
            return false;
        }

        double metres = Earth.DistanceMetres(from.Latitude, from.Longitude, to.Latitude, to.Longitude);
        double seconds = Math.Max((to.RecordedAt - from.RecordedAt).TotalSeconds, MinSeconds);
        return metres - (from.AccuracyMetres ?? 0) - (to.AccuracyMetres ?? 0) > _options.MaximumMetresPerSecond * seconds;
    }
}
