using Microsoft.Extensions.Configuration;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Compact;
using Tracker.Hosting.Options;

namespace Tracker.Hosting.Logging;

/// <summary>
/// The log of a service: structured events on the console, each with the service's name, as text or as JSON in the compact log event
/// format (CLEF). An event that ends the start goes to standard error. If nobody reads the console, events are dropped, and counted.
/// </summary>
internal static class ServiceLog
{
    private const string Template = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {Service}: {Message:lj}{NewLine}{Exception}";

    // These log every command, request and trigger.
    private static readonly string[] Noisy =
        ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Microsoft.Extensions", "Npgsql", "Quartz", "System.Net.Http"];

    // The answer of /health/ready names a failed check, and the component that failed logs the cause. A line per probe adds nothing.
    private const string HealthChecks = "Microsoft.Extensions.Diagnostics.HealthChecks";

    public static Serilog.Core.Logger Create(string service, LogOptions options, IConfiguration configuration, StartupLogFilter startup)
    {
        LogEventLevel minimum = LevelConvert.ToSerilogLevel(options.Level);
        LoggerConfiguration log = new LoggerConfiguration()
            .MinimumLevel.Is(minimum)
            .MinimumLevel.Override(HealthChecks, LogEventLevel.Fatal)
            .Enrich.WithProperty("Service", service)
            .Enrich.FromLogContext()
            .Filter.ByExcluding(startup.Excludes);
        foreach (string category in Noisy) log.MinimumLevel.Override(category, minimum > LogEventLevel.Warning ? minimum : LogEventLevel.Warning);
        log.MinimumLevel.Override("Microsoft.Hosting.Lifetime", minimum > LogEventLevel.Warning ? minimum : LogEventLevel.Warning);
        if (configuration.GetSection("Serilog").Exists()) log.ReadFrom.Configuration(configuration);
        return ToConsole(log, options.Format ?? FormatOf(configuration)).CreateLogger();
    }

    /// <summary>The log before the settings are known, or where they are wrong.</summary>
    public static Serilog.Core.Logger Default(string service, IConfiguration environment)
    {
        LogOptions options = new();
        string name = SettingName.Of(LogOptions.Area, nameof(LogOptions.Format));
        if (Enum.TryParse(environment[name], ignoreCase: true, out LogFormat format)) options.Format = format;
        return Create(service, options, environment, new StartupLogFilter());
    }

    private static LoggerConfiguration ToConsole(LoggerConfiguration log, LogFormat format) => log.WriteTo.Sink(new QueuedSink(sink => _ = format == LogFormat.Json
        ? sink.Console(new RenderedCompactJsonFormatter(), standardErrorFromLevel: LogEventLevel.Fatal)
        : sink.Console(outputTemplate: Template, standardErrorFromLevel: LogEventLevel.Fatal)));

    private static LogFormat FormatOf(IConfiguration configuration) =>
        string.Equals(configuration["DOTNET_RUNNING_IN_CONTAINER"], "true", StringComparison.OrdinalIgnoreCase) ? LogFormat.Json : LogFormat.Text;
}
