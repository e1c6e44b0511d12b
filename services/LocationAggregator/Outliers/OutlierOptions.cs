using System.ComponentModel.DataAnnotations;

namespace LocationAggregator.Outliers;

internal sealed class OutlierOptions
{
    /// <summary>
    /// Whether outliers are excluded from stays, trips and tracks. The default value is true. Turn it off to compare
    /// results with programs that have no filter.
    /// </summary>
    public bool Filter { get; set; } = true;

    /// <summary>
    /// The speed in metres per second that no tracker can exceed. 1 to 100,000. The default value is 100, which is 360
    /// km/h.
    /// </summary>
    [Range(1, 100_000, ErrorMessage = "MaximumMetresPerSecond must be between 1 and 100000 m/s; the default is 100.")]
    public double MaximumMetresPerSecond { get; set; } = 100;
}
