using Microsoft.Extensions.DependencyInjection;
using Quartz;
using Tracker.Data.Pipeline;
using Tracker.Hosting.Jobs;

namespace Tracker.Hosting.Data;

/// <summary>The Quartz job of a consumer: processes the backlog of the shards batch by batch, then waits for its next trigger.</summary>
/// <typeparam name="TConsumer">The consumer.</typeparam>
[DisallowConcurrentExecution]
public sealed class ConsumerJob<TConsumer>(PipelineRunner<TConsumer> runner, BatchLoop loop) : IJob
    where TConsumer : IShardConsumer
{
    /// <inheritdoc/>
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        loop.RunAsync<ConsumerJob<TConsumer>>(runner.RunAsync, cancellationToken);
}

/// <summary>Adds a consumer to a service.</summary>
public static class ConsumerRegistration
{
    /// <summary>Adds the consumer, a readiness check of its progress, and its job, which runs at the interval <see cref="PipelineOptions.Poll"/>.</summary>
    public static TrackerHostBuilder AddConsumer<TConsumer>(this TrackerHostBuilder host)
        where TConsumer : class, IShardConsumer => host
            .AddOptions<PipelineOptions>(PipelineOptions.Area)
            .Add(services => services.AddSingleton<TConsumer>().AddSingleton<PipelineRunner<TConsumer>>().AddSingleton<ConsumerProgressCheck<TConsumer>>())
            .AddReadinessCheck<ConsumerProgressCheck<TConsumer>>("progress")
            .AddServiceJob<ConsumerJob<TConsumer>, PipelineOptions>(options => options.Poll);
}
