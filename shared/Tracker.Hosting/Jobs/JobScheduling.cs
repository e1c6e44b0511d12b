using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Tracker.Hosting.Jobs;

/// <summary>Configures Quartz: jobs in memory, each on an interval, never two runs of one job at once in a process.</summary>
internal static class JobScheduling
{
    /// <summary>The services that all jobs share.</summary>
    public static void AddServices(IServiceCollection services, JobOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<JobHeartbeats>();
        services.AddSingleton<JobStop>();
        services.AddSingleton<RepeatedErrors>();
        services.AddSingleton(static provider =>
            new JobGates(provider.GetServices<IJobGate>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider =>
            new BatchLoop(provider.GetRequiredService<JobHeartbeats>(), provider.GetRequiredService<JobStop>()));
    }

    public static void AddScheduler(IServiceCollection services, string service)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options => options.InstanceName = service);
            quartz.UseInMemoryStore(static _ => { });
            quartz.UseTimeProvider(new SteadyClock(ClockOf(services)));
            quartz.AddJobMiddleware<JobWatch>();
        });
        services.AddQuartzHostedService(static options => options.WaitForJobsToComplete = true);
    }

    // Quartz takes an instance, before there are services.
    private static TimeProvider ClockOf(IServiceCollection services) =>
        services.LastOrDefault(service => service.ServiceType == typeof(TimeProvider))?.ImplementationInstance as TimeProvider ?? TimeProvider.System;

    public static void Add<TJob>(IServiceCollection services, Func<IServiceProvider, TimeSpan> interval)
        where TJob : class, IJob
    {
        JobKey key = new(JobName.Of(typeof(TJob)));
        services.AddQuartz(quartz =>
        {
            quartz.AddJob<TJob>(job => job.WithIdentity(key).DisallowConcurrentExecution());
            quartz.AddTrigger((provider, trigger) =>
            {
                TimeSpan every = interval(provider);
                provider.GetRequiredService<JobHeartbeats>().Expect(key.Name, every);
                trigger.ForJob(key).WithIdentity(key.Name).StartNow().WithSimpleSchedule(schedule => schedule.WithInterval(every).RepeatForever());
            });
        });
    }
}
