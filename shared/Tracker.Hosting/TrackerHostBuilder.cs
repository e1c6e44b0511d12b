using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Quartz;
using Tracker.Hosting.Http;
using Tracker.Hosting.Jobs;
using Tracker.Hosting.Settings;

namespace Tracker.Hosting;

/// <summary>What a service is made of. Each member adds one part and returns the builder, so that a service reads as a list.</summary>
public sealed class TrackerHostBuilder
{
    private bool _hasScheduler;

    internal TrackerHostBuilder(string service, IServiceCollection services, IConfiguration configuration) =>
        (Service, Services, Configuration) = (service, services, configuration);

    /// <summary>The service's name, as logs, metrics and the database see it.</summary>
    public string Service { get; }

    public IServiceCollection Services { get; }

    /// <summary>
    /// appsettings.json beside the binary, then the .env files and the environment by their own names (<c>POSTGRES_SERVER</c>), then
    /// arguments; the later counts.
    /// </summary>
    public IConfiguration Configuration { get; }

    /// <summary>
    /// Options from the settings <c>TRACKER_AREA_PROPERTY</c> or the section <c>Area</c> of appsettings.json, checked at the start by their
    /// annotations; also injectable as themselves.
    /// </summary>
    public TrackerHostBuilder AddSettings<TOptions>(string area)
        where TOptions : class
    {
        Services.AddOptions<TOptions>()
            .Configure(options => SettingsReader.Fill(options, Configuration, area))
            .ValidateOnStart();
        Services.AddSingleton<IValidateOptions<TOptions>>(new SettingsValidator<TOptions>(area));
        Services.AddSingleton(static provider => provider.GetRequiredService<IOptions<TOptions>>().Value);
        return this;
    }

    /// <summary>Any other registrations, such as those of the data layer.</summary>
    public TrackerHostBuilder Add(Action<IServiceCollection> register)
    {
        register(Services);
        return this;
    }

    /// <summary>A job that runs at the start and then on an interval, never twice at once in this process.</summary>
    public TrackerHostBuilder AddServiceJob<TJob>(TimeSpan interval)
        where TJob : class, IJob => AddServiceJob<TJob>(_ => interval);

    /// <summary>A job whose interval stands in the service's options.</summary>
    public TrackerHostBuilder AddServiceJob<TJob, TOptions>(Func<TOptions, TimeSpan> interval)
        where TJob : class, IJob
        where TOptions : class => AddServiceJob<TJob>(provider => interval(provider.GetRequiredService<IOptions<TOptions>>().Value));

    /// <summary>A check that <c>/health/ready</c> asks, such as whether the database answers.</summary>
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
