using Serilog.Events;

namespace Tracker.Hosting.Logging;

/// <summary>
/// While a service starts, the host and Kestrel log a failure with a stack trace before the exception reaches us, who say it in one
/// line. From the moment the start is over, what they log is news.
/// </summary>
internal sealed class QuietStart
{
    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        "Microsoft.Extensions.Hosting.Internal.Host",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.Hosting.Diagnostics",
    };

    private volatile bool _over;

    public void End() => _over = true;

    public bool Excludes(LogEvent written) =>
        !_over && written.Properties.TryGetValue("SourceContext", out LogEventPropertyValue? value)
        && value is ScalarValue { Value: string category } && Categories.Contains(category);
}
