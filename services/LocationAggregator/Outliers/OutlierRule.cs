using System.ComponentModel.DataAnnotations;
using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;

namespace LocationAggregator.Outliers;

/// <summary>
/// The sandwich rule: a report is an outlier where the way to it from the report before AND the way from it to the report after
/// are impossible. One side alone proves nothing: it may be the other report that is wrong. So a tracker's first and last
/// reports are never outliers, and what a report is depends on its two neighbours only.
/// </summary>
internal sealed class OutlierRule
{
    // Event times are commonly whole seconds, and several finders report in one: less than a second is no time to judge by.
    private const double LeastSeconds = 1;

    private readonly OutlierOptions _options;

    public OutlierRule(OutlierOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        _options = options;
    }

    /// <summary>Whether nothing gets from one report to the next in the time between them, their accuracies granted.</summary>
    public bool IsImpossible(Fix from, Fix to)
    {
        if (!_options.Filter)
        {
            return false;
        }

        double metres = Earth.DistanceMetres(from.Latitude, from.Longitude, to.Latitude, to.Longitude);
        double seconds = Math.Max((to.RecordedAt - from.RecordedAt).TotalSeconds, LeastSeconds);
        return metres - (from.AccuracyMetres ?? 0) - (to.AccuracyMetres ?? 0) > _options.MaximumMetresPerSecond * seconds;
    }
}
