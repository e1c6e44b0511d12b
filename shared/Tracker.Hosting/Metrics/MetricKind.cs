using System.Diagnostics.Metrics;

namespace Tracker.Hosting.Metrics;

/// <summary>What Prometheus calls a metric's type.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>An instrument's kind, and whether its measurements are added up or replace one another.</summary>
internal readonly record struct MetricShape(MetricKind Kind, bool Adds)
{
    /// <summary>The shape of an instrument; null for one of an unknown sort.</summary>
    public static MetricShape? Of(Instrument instrument)
    {
        Type type = instrument.GetType();
        return !type.IsGenericType ? null : type.GetGenericTypeDefinition() switch
        {
            var t when t == typeof(Counter<>) || t == typeof(ObservableCounter<>) => new(MetricKind.Counter, Adds: true),
            // What goes up and down is a gauge to Prometheus, but its measurements are differences.
            var t when t == typeof(UpDownCounter<>) || t == typeof(ObservableUpDownCounter<>) => new(MetricKind.Gauge, Adds: true),
            var t when t == typeof(Gauge<>) || t == typeof(ObservableGauge<>) => new(MetricKind.Gauge, Adds: false),
            var t when t == typeof(Histogram<>) => new(MetricKind.Histogram, Adds: true),
            _ => null,
        };
    }
}
