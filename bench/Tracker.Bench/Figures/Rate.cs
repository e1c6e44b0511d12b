namespace Tracker.Bench.Figures;

/// <summary>So many rows in so long.</summary>
internal readonly record struct Rate(long Rows, TimeSpan Elapsed)
{
    public double PerSecond => Rows / Elapsed.TotalSeconds;

    public static double Median(IEnumerable<Rate> rates)
    {
        double[] sorted = [.. rates.Select(rate => rate.PerSecond).Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public override string ToString() => $"{PerSecond,9:N0}/s ({Rows:N0} in {Elapsed.TotalSeconds:F1} s)";
}
