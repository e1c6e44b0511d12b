using System.ComponentModel.DataAnnotations;

namespace LocationAggregator.Outliers;

internal sealed class OutlierOptions
{
    /// <summary>Whether impossible reports are left out of stays, trips and tracks. On by default; off to compare with programs that know no filter.</summary>
    public bool Filter { get; set; } = true;

    /// <summary>Metres per second that nothing tracked can exceed. 1 to 100,000. The default value is 100, which is 360 km/h.</summary>
    [Range(1, 100_000, ErrorMessage = "MaximumMetresPerSecond must be between 1 and 100000 m/s; the default is 100.")]
    public double MaximumMetresPerSecond { get; set; } = 100;
}
