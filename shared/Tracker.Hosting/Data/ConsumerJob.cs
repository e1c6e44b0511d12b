using Microsoft.Extensions.DependencyInjection;
using Quartz;
using Tracker.Data.Pipeline;

namespace Tracker.Hosting.Data;

/// <summary>The Quartz job of a consumer: works off what the shards hold, batch by batch, then sleeps until the next tick.</summary>
/// <typeparam name="TConsumer">The consumer.</typeparam>
[DisallowConcurrentExecution]
public sealed class ConsumerJob<TConsumer>(PipelineRunner<TConsumer> runner, BatchLoop loop) : IJob
    where TConsumer : IShardConsumer
{
    /// <inheritdoc/>
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        loop.RunAsync<ConsumerJob<TConsumer>>(runner.RunAsync, cancellationToken);
}

/// <summary>Gives a service its consumer.</summary>
public static class ConsumerRegistration
{
    /// <summary>The consumer, and the job that runs it as often as <see cref="PipelineSettings.Poll"/> says.</summary>
    public static TrackerHostBuilder AddConsumer<TConsumer>(this TrackerHostBuilder host)
        where TConsumer : class, IShardConsumer => host
            .AddSettings<PipelineSettings>(PipelineSettings.Area)
            .Add(services => services.AddSingleton<TConsumer>().AddSingleton<PipelineRunner<TConsumer>>())
            .AddServiceJob<ConsumerJob<TConsumer>, PipelineSettings>(settings => settings.Poll);
}
