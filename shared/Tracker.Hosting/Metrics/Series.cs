namespace Tracker.Hosting.Metrics;

/// <summary>The measurements of one metric with one set of labels. Safe for concurrent use.</summary>
internal abstract class Series
{
    public abstract void Record(double value);

    /// <summary>The values at this moment, consistent with one another.</summary>
    public abstract IReadOnlyList<Sample> Samples(LabelSet labels);
}

/// <summary>A line of the exposition: the metric's name with a suffix, an upper bound for a bucket, and a value.</summary>
internal readonly record struct Sample(string Suffix, LabelSet Labels, double? Bound, double Value);

internal sealed class ValueSeries(bool adds) : Series
{
    private double _value;

    public override void Record(double value)
    {
        if (!adds)
        {
            Volatile.Write(ref _value, value);
            return;
        }

        double before = Volatile.Read(ref _value);
        while (true)
        {
            double seen = Interlocked.CompareExchange(ref _value, before + value, before);
            // Compared by bits: a sum that became NaN equals nothing and would spin for ever.
            if (BitConverter.DoubleToInt64Bits(seen) == BitConverter.DoubleToInt64Bits(before)) return;
            before = seen;
        }
    }

    public override IReadOnlyList<Sample> Samples(LabelSet labels) => [new(string.Empty, labels, Bound: null, Volatile.Read(ref _value))];
}

internal sealed class HistogramSeries(IReadOnlyList<double> bounds) : Series
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[bounds.Count + 1];
    private double _sum;

    public override void Record(double value)
    {
        if (double.IsNaN(value)) return;
        int bucket = 0;
        while (bucket < bounds.Count && value > bounds[bucket]) bucket++;
        lock (_lock)
        {
            _counts[bucket]++;
            _sum += value;
        }
    }

    public override IReadOnlyList<Sample> Samples(LabelSet labels)
    {
        long[] counts;
        double sum;
        lock (_lock) (counts, sum) = ([.. _counts], _sum);

        List<Sample> samples = new(counts.Length + 2);
        long upTo = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            upTo += counts[i];
            samples.Add(new("_bucket", labels, i < bounds.Count ? bounds[i] : double.PositiveInfinity, upTo));
        }

        samples.Add(new("_sum", labels, Bound: null, sum));
        samples.Add(new("_count", labels, Bound: null, upTo));
        return samples;
    }
}
