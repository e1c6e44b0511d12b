using Microsoft.Extensions.Configuration;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Json;
using Tracker.Hosting.Settings;

namespace Tracker.Hosting.Logging;

/// <summary>The log of a service: structured events on the console, each with the service's name.</summary>
internal static class ServiceLog
{
    private const string Template = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {Service}: {Message:lj}{NewLine}{Exception}";

    // These tell of every command, request and trigger.
    private static readonly string[] Noisy =
        ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Microsoft.Extensions", "Npgsql", "Quartz", "System.Net.Http"];

    // A failed check is in the answer of /health/ready, and its cause in the log of whoever met it; a line for each probe adds nothing.
    private const string HealthChecks = "Microsoft.Extensions.Diagnostics.HealthChecks";

    public static Serilog.Core.Logger Create(string service, LogSettings settings, IConfiguration configuration, QuietStart quietStart)
    {
        LogEventLevel least = LevelConvert.ToSerilogLevel(settings.Level);
        LoggerConfiguration log = new LoggerConfiguration()
            .MinimumLevel.Is(least)
            .MinimumLevel.Override(HealthChecks, LogEventLevel.Fatal)
            .Enrich.WithProperty("Service", service)
            .Enrich.FromLogContext()
            .Filter.ByExcluding(quietStart.Excludes);
        foreach (string category in Noisy) log.MinimumLevel.Override(category, least > LogEventLevel.Warning ? least : LogEventLevel.Warning);
        log.MinimumLevel.Override("Microsoft.Hosting.Lifetime", least > LogEventLevel.Warning ? least : LogEventLevel.Warning);
        if (configuration.GetSection("Serilog").Exists()) log.ReadFrom.Configuration(configuration);
        return ToConsole(log, settings.Format ?? FormatOf(configuration)).CreateLogger();
    }

    /// <summary>A log for before the settings are known, or where they are what is wrong.</summary>
    public static Serilog.Core.Logger Default(string service, IConfiguration environment)
    {
        LogSettings settings = new();
        string name = SettingName.Of(LogSettings.Area, nameof(LogSettings.Format));
        if (Enum.TryParse(environment[name], ignoreCase: true, out LogFormat format)) settings.Format = format;
        return Create(service, settings, environment, new QuietStart());
    }

    private static LoggerConfiguration ToConsole(LoggerConfiguration log, LogFormat format) => format == LogFormat.Json
        ? log.WriteTo.Console(new JsonFormatter(renderMessage: true), standardErrorFromLevel: LogEventLevel.Fatal)
        : log.WriteTo.Console(outputTemplate: Template, standardErrorFromLevel: LogEventLevel.Fatal);

    private static LogFormat FormatOf(IConfiguration configuration) =>
        string.Equals(configuration["DOTNET_RUNNING_IN_CONTAINER"], "true", StringComparison.OrdinalIgnoreCase) ? LogFormat.Json : LogFormat.Text;
}
