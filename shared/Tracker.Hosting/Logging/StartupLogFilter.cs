using Serilog.Events;

namespace Tracker.Hosting.Logging;

/// <summary>
/// Drops what the host and Kestrel log while the service starts: a failed start with its stack trace, which the service itself reports in
/// one line. Nothing is dropped after the start.
/// </summary>
internal sealed class StartupLogFilter
{
    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        "Microsoft.Extensions.Hosting.Internal.Host",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.Hosting.Diagnostics",
    };

    private volatile bool _started;

    public void End() => _started = true;

    public bool Excludes(LogEvent logEvent) =>
        !_started && logEvent.Properties.TryGetValue("SourceContext", out LogEventPropertyValue? value)
        && value is ScalarValue { Value: string category } && Categories.Contains(category);
}
