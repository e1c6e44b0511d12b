using System.Collections.Concurrent;

namespace Tracker.Hosting.Metrics;

/// <summary>A metric ready to be written.</summary>
internal sealed record MetricSnapshot(string Name, MetricKind Kind, string Help, IReadOnlyList<Sample> Samples);

/// <summary>One metric with all its series.</summary>
internal sealed class MetricFamily(string name, MetricShape shape, string help, IReadOnlyList<double> bounds)
{
    // A label that takes ever new values must not eat the memory: what comes after these many is counted together.
    private const int MostSeries = 2000;

    private static readonly LabelSet Overflow = new([new("overflow", "true")]);
    private readonly ConcurrentDictionary<LabelSet, Series> _series = new();

    public string Name => name;

    public MetricShape Shape => shape;

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        LabelSet labels = tags.IsEmpty ? LabelSet.None : new LabelSet(tags);
        if (!_series.TryGetValue(labels, out Series? series))
        {
            series = _series.GetOrAdd(_series.Count < MostSeries ? labels : Overflow, _ => New());
        }

        series.Record(value);
    }

    /// <summary>Forgets all series: observed values are those of this moment alone.</summary>
    public void Clear() => _series.Clear();

    public MetricSnapshot Snapshot() =>
        new(name, shape.Kind, help, [.. _series.OrderBy(series => series.Key).SelectMany(series => series.Value.Samples(series.Key))]);

    private Series New() => shape.Kind == MetricKind.Histogram ? new HistogramSeries(bounds) : new ValueSeries(shape.Adds);
}
