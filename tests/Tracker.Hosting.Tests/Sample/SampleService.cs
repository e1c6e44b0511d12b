using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging;
using Quartz;
using Tracker.Hosting.Jobs;

namespace Tracker.Hosting.Tests.Sample;

/// <summary>A service as the tests start it, in this process or as one of its own.</summary>
internal static class SampleService
{
    public static Task<int> Main(string[] args) => TrackerHost.RunAsync("sample-service", port: 0, args, Configure);

    public static void Configure(TrackerHostBuilder host) => host
        .AddOptions<SampleOptions>("Sample")
        .AddServiceJob<SampleJob, SampleOptions>(options => options.Interval)
        .AddReadinessCheck<SampleCheck>("sample");
}

internal sealed class SampleOptions
{
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan Batch { get; set; } = TimeSpan.Zero;

    [Range(1, 1_000_000)]
    public int Batches { get; set; } = 1;

    public bool Fails { get; set; }

    public bool Ready { get; set; } = true;
}

internal sealed partial class SampleJob(SampleOptions options, BatchLoop loop, TimeProvider clock, ILogger<SampleJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        if (options.Fails) LogRuns(logger);
        if (options.Fails) throw new InvalidOperationException("the sample fails, as it was told to");
        int batch = 0;
        await loop.RunAsync<SampleJob>(
            async token =>
            {
                LogBegun(logger, ++batch);
                await Task.Delay(options.Batch, clock, token);
                LogDone(logger, batch);
                return batch < options.Batches;
            },
            cancellationToken);
    }

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "the sample runs")]
    private static partial void LogRuns(ILogger logger);

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "batch {Batch} begun")]
    private static partial void LogBegun(ILogger logger, int batch);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "batch {Batch} done")]
    private static partial void LogDone(ILogger logger, int batch);
}
