using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;

namespace Tracker.Hosting.Logging;

/// <summary>
/// Passes events to a sink through a queue, so that a console that nobody reads blocks nobody: neither who logs nor who stops the service.
/// Events that the queue can't hold are dropped and counted.
/// </summary>
internal sealed class QueuedSink : ILogEventSink, IDisposable
{
    private const int QueueSize = 10_000;
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(2);
    private readonly Logger _queue;

    public QueuedSink(Action<LoggerSinkConfiguration> sink) => _queue = new LoggerConfiguration()
        .MinimumLevel.Verbose()
        .WriteTo.Async(sink, QueueSize, blockWhenFull: false, new DroppedEvents())
        .CreateLogger();

    public void Emit(LogEvent logEvent) => _queue.Write(logEvent);

    // Disposing waits until the queue is written, which may never be.
    public void Dispose() => Task.Run(_queue.Dispose).Wait(FlushLimit);
}
