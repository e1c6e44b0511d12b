using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Quartz;
using Tracker.Hosting.Http;
using Tracker.Hosting.Jobs;
using Tracker.Hosting.Options;

namespace Tracker.Hosting;

/// <summary>Composes a service. Each method adds one part and returns the builder, so that a service reads as a list.</summary>
public sealed class TrackerHostBuilder
{
    private bool _hasScheduler;

    internal TrackerHostBuilder(string service, IServiceCollection services, IConfiguration configuration) =>
        (Service, Services, Configuration) = (service, services, configuration);

    /// <summary>The name of the service in logs, metrics and <c>pg_stat_activity</c>.</summary>
    public string Service { get; }

    /// <summary>The registrations of the service.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// appsettings.json beside the binary, then the .env files and the environment by their own names (<c>POSTGRES_SERVER</c>), then
    /// arguments; later sources win.
    /// </summary>
    public IConfiguration Configuration { get; }

    /// <summary>
    /// Adds options that are read from the settings <c>TRACKER_AREA_PROPERTY</c> or the section <c>Area</c> of appsettings.json, and validated
    /// once, at the start, by their annotations. They can be injected as <typeparamref name="TOptions"/>.
    /// </summary>
    public TrackerHostBuilder AddOptions<TOptions>(string area)
        where TOptions : class
    {
        Services.AddOptions<TOptions>()
            .Configure(options => OptionsReader.Fill(options, Configuration, area))
            .ValidateOnStart();
        Services.AddSingleton<IValidateOptions<TOptions>>(new OptionsValidator<TOptions>(area));
        Services.AddSingleton(static provider => provider.GetRequiredService<IOptions<TOptions>>().Value);
        return this;
    }

    /// <summary>Adds any other registrations, such as those of the data layer.</summary>
    public TrackerHostBuilder Add(Action<IServiceCollection> register)
    {
        register(Services);
        return this;
    }

    /// <summary>Adds a job that runs at the start and then on an interval, never twice at once in this process.</summary>
    public TrackerHostBuilder AddServiceJob<TJob>(TimeSpan interval)
        where TJob : class, IJob => AddServiceJob<TJob>(_ => interval);

    /// <summary>Adds a job whose interval is one of the service's options.</summary>
    public TrackerHostBuilder AddServiceJob<TJob, TOptions>(Func<TOptions, TimeSpan> interval)
        where TJob : class, IJob
        where TOptions : class => AddServiceJob<TJob>(provider => interval(provider.GetRequiredService<IOptions<TOptions>>().Value));

    /// <summary>Adds a check to <c>/health/ready</c>, such as whether the database answers.</summary>
    public TrackerHostBuilder AddReadinessCheck<TCheck>(string name)
        where TCheck : class, IHealthCheck
    {
        Services.AddHealthChecks().AddCheck<TCheck>(name, HealthStatus.Unhealthy, [ServiceEndpoints.Ready]);
        return this;
    }

    private TrackerHostBuilder AddServiceJob<TJob>(Func<IServiceProvider, TimeSpan> interval)
        where TJob : class, IJob
    {
        if (!_hasScheduler) JobScheduling.AddScheduler(Services, Service);
        _hasScheduler = true;
        JobScheduling.Add<TJob>(Services, interval);
        return this;
    }
}
