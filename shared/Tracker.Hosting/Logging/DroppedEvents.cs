using System.Diagnostics.Metrics;
using Serilog.Sinks.Async;

namespace Tracker.Hosting.Logging;

/// <summary>Counts the events that the log has dropped because its reader was too slow.</summary>
internal sealed class DroppedEvents : IAsyncLogEventSinkMonitor
{
    private static readonly Meter Meter = new("Tracker.Hosting");
    private static volatile IAsyncLogEventSinkInspector? _queue;

    static DroppedEvents() => Meter.CreateObservableCounter(
        "tracker.log.dropped", static () => _queue?.DroppedMessagesCount ?? 0, description: "Log events that were dropped because nobody read the log fast enough.");

    public static long Count => _queue?.DroppedMessagesCount ?? 0;

    public void StartMonitoring(IAsyncLogEventSinkInspector inspector) => _queue = inspector;

    public void StopMonitoring(IAsyncLogEventSinkInspector inspector)
    {
        // Its count stays.
    }
}
