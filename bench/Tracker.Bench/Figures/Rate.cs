namespace Tracker.Bench.Figures;

/// <summary>A number of rows per elapsed time.</summary>
internal readonly record struct Rate(long Rows, TimeSpan Elapsed)
{
    public double PerSecond => Rows / Elapsed.TotalSeconds;

    public static double Median(IEnumerable<Rate> rates) => Figures.Median.Of(rates.Select(rate => rate.PerSecond));

    public override string ToString() => $"{PerSecond,9:N0}/s ({Rows:N0} in {Elapsed.TotalSeconds:F1} s)";
}
