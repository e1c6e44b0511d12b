using EFCore.ReadWriteSplitting.Scopes;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Tracker.Hosting.Metrics;

/// <summary>Listens to the meters of the services and of Npgsql, and holds what they measured.</summary>
internal sealed partial class MetricsCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<MetricFamily, bool> _observed = new();
    private readonly Lock _collecting = new();
    private readonly ILogger<MetricsCollector> _logger;

    public MetricsCollector(ILogger<MetricsCollector> logger)
    {
        _logger = logger;
        _listener.InstrumentPublished = OnPublished;
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => Record((double)value, tags, state));
    }

    public void Start() => _listener.Start();

    /// <summary>All metrics at this moment, by name.</summary>
    public IReadOnlyList<MetricSnapshot> Collect()
    {
        // One collection at a time: two would add up each other's observations.
        lock (_collecting)
        {
            foreach (MetricFamily family in _observed.Keys) family.Clear();
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException failures)
            {
                // The others have been observed all the same.
                foreach (Exception failure in failures.InnerExceptions) LogNotObserved(failure);
            }

            return
            [
                .. _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal)
                    .Select(family => family.Snapshot())
                    .Where(metric => metric.Samples.Count > 0),
            ];
        }
    }

    public void Dispose() => _listener.Dispose();

    private static bool IsOurs(string meter) => meter is "Npgsql" or Database.MeterName || meter.StartsWith("Tracker.", StringComparison.Ordinal);

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        ((MetricFamily)state!).Record(value, tags);

    private void OnPublished(Instrument instrument, MeterListener listener)
    {
        if (!IsOurs(instrument.Meter.Name) || MetricShape.Of(instrument) is not { } shape) return;
        string name = MetricName.Of(instrument.Name, instrument.Unit, shape.Kind);
        MetricFamily family = _families.GetOrAdd(
            name, _ => new(name, shape, instrument.Description ?? string.Empty, HistogramBounds.Of(instrument)));
        if (family.Shape != shape)
        {
            // A name has one type in the exposition: the first that came keeps it.
            LogNameTaken(instrument.Meter.Name, instrument.Name, name);
            return;
        }

        if (instrument.IsObservable) _observed.TryAdd(family, true);
        listener.EnableMeasurementEvents(instrument, family);
    }

    [LoggerMessage(EventId = 1020, Level = LogLevel.Warning, Message = "A metric could not be observed and is missing from this collection")]
    private partial void LogNotObserved(Exception failure);

    [LoggerMessage(EventId = 1021, Level = LogLevel.Warning,
        Message = "Instrument {Instrument} of meter {Meter} is not collected: another of a different type has the name {Name}")]
    private partial void LogNameTaken(string meter, string instrument, string name);
}
