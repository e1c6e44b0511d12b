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
using Tracker.Hosting.Options;

namespace Tracker.Hosting;

/// <summary>Builds the host of a service, and reports why a start failed whatever step it failed at.</summary>
internal sealed partial class HostConstruction(string service, int port)
{
    private readonly StartupLogFilter _startup = new();
    private Serilog.Core.Logger? _log;

    public WebApplication Build(string[] args, Action<TrackerHostBuilder> configure)
    {
        // The content root is the folder of the binary, which has the appsettings.json, not the working directory.
        WebApplicationBuilder web = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = service,
        });
        AddConfiguration(web.Configuration, args);
        _log = ServiceLog.Create(service, OptionsReader.Read<LogOptions>(web.Configuration, LogOptions.Area), web.Configuration, _startup);
        HttpOptions http = OptionsReader.Read<HttpOptions>(web.Configuration, HttpOptions.Area);
        JobOptions jobs = OptionsReader.Read<JobOptions>(web.Configuration, JobOptions.Area);

        web.Logging.ClearProviders().AddSerilog(_log, dispose: true);
        web.Host.UseDefaultServiceProvider(static options => (options.ValidateOnBuild, options.ValidateScopes) = (true, true));
        web.Services.TryAddSingleton(TimeProvider.System);
        ServiceMetrics.AddServices(web.Services, service, web.Configuration);
        web.Services.Configure<HostOptions>(options => options.ShutdownTimeout = jobs.StopLimit);
        JobScheduling.AddServices(web.Services, jobs);
        web.Services.AddHealthChecks()
            .AddCheck<JobLoopCheck>("jobs", HealthStatus.Unhealthy, [ServiceEndpoints.Live])
            .AddCheck<LifetimeCheck>("lifetime", HealthStatus.Unhealthy, [ServiceEndpoints.Ready]);
        Listen(web, http);
        configure(new TrackerHostBuilder(service, web.Services, web.Configuration));

        WebApplication app = web.Build();
        ServiceEndpoints.Map(app, service);
        return app;
    }

    public void Started(WebApplication app)
    {
        _startup.End();
        string addresses = string.Join(", ", app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        if (addresses.Length == 0) LogStarted(app.Logger);
        else LogListening(app.Logger, addresses);
    }

    public void Report(Exception failure)
    {
        // Where the log's own settings are wrong, the line is written with the defaults.
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

    private void Listen(WebApplicationBuilder web, HttpOptions http)
    {
        if (http.Listen(port) is { } listen) web.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(http.IPAddress, listen));
        else web.Services.Replace(ServiceDescriptor.Singleton<IServer, NoServer>());
    }

    [LoggerMessage(EventId = EventIds.Started, Level = LogLevel.Information, Message = "Started; health and metrics on {Addresses}")]
    private static partial void LogListening(Microsoft.Extensions.Logging.ILogger logger, string addresses);

    [LoggerMessage(EventId = EventIds.StartedWithoutHttp, Level = LogLevel.Information, Message = "Started; health and metrics are off (TRACKER_HTTP_PORT)")]
    private static partial void LogStarted(Microsoft.Extensions.Logging.ILogger logger);
}
