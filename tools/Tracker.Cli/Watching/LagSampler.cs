using System.Runtime.ExceptionServices;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Statistics;

namespace Tracker.Cli.Watching;

/// <summary>Samples the lag through the monitor of this process's database.</summary>
internal sealed class LagSampler(Database database, TimeProvider time)
{
    private const int MinReads = 2;
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes the first sample. Waits for a limited time until the primary and all replicas have been seen and rated.</summary>
    public async Task<LagSample> FirstAsync(CancellationToken ct)
    {
        long start = time.GetTimestamp();
        LagSample sample;
        do
        {
            await Task.Delay(PollInterval, time, ct);
            sample = await NextAsync(ct);
        }
        while (!IsComplete(sample) && time.GetElapsedTime(start) < FirstTimeout);
        return sample;
    }

    public async Task<LagSample> NextAsync(CancellationToken ct)
    {
        await ReachReplicasAsync(ct);
        return LagSample.Of(database.Statistics(), time.GetUtcNow());
    }

    private static bool IsComplete(LagSample sample) =>
        sample.Primary is not null
            && sample.Replicas.All(replica => replica.Health is not (null or EFCore.ReadWriteSplitting.Health.NodeHealth.Unknown));

    // Behind a proxy, the monitor can query a replica only if a connection reaches it. Several concurrent reads reach all of them.
    private async Task ReachReplicasAsync(CancellationToken ct)
    {
        using TimeLimit timeout = new(ReadTimeout, time, ct);
        int count = Math.Max(MinReads, 2 * database.Statistics().Replicas.Count);
        Task<ReadScope>[] reads = [.. Enumerable.Range(0, count).Select(_ => database.ReadAsync(ReadConsistency.Eventual, timeout.Token))];
        await Task.WhenAll((IEnumerable<Task>)reads).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Task<ReadScope> opened in reads.Where(read => read.IsCompletedSuccessfully))
        {
            await (await opened).DisposeAsync();
        }

        ct.ThrowIfCancellationRequested();
        // The sample shows the last known state of a replica that was not reached.
        if (reads.Select(read => read.Exception?.InnerException).FirstOrDefault(error => error is not (null or DatabaseUnavailableException or ReplicasUnavailableException)) is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
