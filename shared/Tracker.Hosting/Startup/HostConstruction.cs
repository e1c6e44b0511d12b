using EFCore.ReadWriteSplitting.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Tracker.Data.Configuration;
using Tracker.Hosting.Http;
using Tracker.Hosting.Jobs;
using Tracker.Hosting.Logging;
using Tracker.Hosting.Metrics;
using Tracker.Hosting.Settings;

namespace Tracker.Hosting.Startup;

/// <summary>Puts a service together, step by step, and can say at any of them why it failed.</summary>
internal sealed partial class HostConstruction(string service, int port)
{
    private readonly QuietStart _quietStart = new();
    private Serilog.Core.Logger? _log;

    public WebApplication Build(string[] args, Action<TrackerHostBuilder> configure)
    {
        // Content root: the binary's folder, where its appsettings.json is, wherever it was started from.
        WebApplicationBuilder web = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = service,
        });
        AddConfiguration(web.Configuration, args);
        _log = ServiceLog.Create(service, SettingsReader.Read<LogSettings>(web.Configuration, LogSettings.Area), web.Configuration, _quietStart);
        HttpSettings http = SettingsReader.Read<HttpSettings>(web.Configuration, HttpSettings.Area);
        JobSettings jobs = SettingsReader.Read<JobSettings>(web.Configuration, JobSettings.Area);

        web.Logging.ClearProviders().AddSerilog(_log, dispose: true);
        web.Host.UseDefaultServiceProvider(static options => (options.ValidateOnBuild, options.ValidateScopes) = (true, true));
        web.Services.TryAddSingleton(TimeProvider.System);
        web.Services.AddSingleton<MetricsCollector>();
        web.Services.Configure<HostOptions>(options => options.ShutdownTimeout = jobs.StopLimit);
        JobScheduling.AddServices(web.Services, jobs);
        web.Services.AddHealthChecks()
            .AddCheck<JobLoopCheck>("jobs", HealthStatus.Unhealthy, [ServiceEndpoints.Live])
            .AddCheck<LifetimeCheck>("lifetime", HealthStatus.Unhealthy, [ServiceEndpoints.Ready]);
        Listen(web, http);
        configure(new TrackerHostBuilder(service, web.Services, web.Configuration));

        WebApplication app = web.Build();
        // Measurements are counted from here on, not from the first visit to /metrics.
        app.Services.GetRequiredService<MetricsCollector>().Start();
        ServiceEndpoints.Map(app, service);
        return app;
    }

    public void Started(WebApplication app)
    {
        _quietStart.End();
        string addresses = string.Join(", ", app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        if (addresses.Length == 0) LogStarted(app.Logger);
        else LogListening(app.Logger, addresses);
    }

    public void Report(Exception failure)
    {
        // Where the log's own settings are what is wrong, the line is written with the defaults.
        Serilog.Core.Logger log = _log ?? ServiceLog.Default(service, new ConfigurationBuilder().AddEnvironmentVariables().Build());
        log.Fatal("The start failed: {Reason:l}", StartFailure.Describe(failure));
        log.Debug(failure, "The failure in full");
        log.Dispose();
    }

    private static void AddConfiguration(ConfigurationManager configuration, string[] args)
    {
        configuration.Sources.Clear();
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true, reloadOnChange: false);
        configuration.AddInMemoryCollection(EnvironmentSettings.Load().Select(setting =>
            KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)));
        configuration.AddCommandLine(args);
    }

    private void Listen(WebApplicationBuilder web, HttpSettings http)
    {
        if (http.Listen(port) is { } listen) web.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(http.IPAddress, listen));
        else web.Services.Replace(ServiceDescriptor.Singleton<IServer, NoServer>());
    }

    [LoggerMessage(EventId = 1000, Level = LogLevel.Information, Message = "Started; health and metrics on {Addresses}")]
    private static partial void LogListening(Microsoft.Extensions.Logging.ILogger logger, string addresses);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "Started; health and metrics are off (TRACKER_HTTP_PORT)")]
    private static partial void LogStarted(Microsoft.Extensions.Logging.ILogger logger);
}
