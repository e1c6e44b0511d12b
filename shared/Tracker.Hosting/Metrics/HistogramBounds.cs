using System.Diagnostics.Metrics;

namespace Tracker.Hosting.Metrics;

/// <summary>The buckets of a histogram: those that its instrument advises, else OpenTelemetry's, in seconds where it measures seconds.</summary>
internal static class HistogramBounds
{
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly double[] Plain = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    public static IReadOnlyList<double> Of(Instrument instrument) => Advised(instrument) ?? (instrument.Unit == "s" ? Seconds : Plain);

    private static double[]? Advised(Instrument instrument) => instrument switch
    {
        Histogram<double> h => Converted(h.Advice),
        Histogram<float> h => Converted(h.Advice),
        Histogram<long> h => Converted(h.Advice),
        Histogram<int> h => Converted(h.Advice),
        Histogram<short> h => Converted(h.Advice),
        Histogram<byte> h => Converted(h.Advice),
        Histogram<decimal> h => Converted(h.Advice),
        _ => null,
    };

    private static double[]? Converted<T>(InstrumentAdvice<T>? advice)
        where T : struct, IConvertible => advice?.HistogramBucketBoundaries?.Select(static bound => bound.ToDouble(null)).ToArray();
}
