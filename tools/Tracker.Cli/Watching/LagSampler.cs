using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Statistics;

namespace Tracker.Cli.Watching;

/// <summary>Samples the lag through the monitor of this process's database.</summary>
internal sealed class LagSampler(Database database, TimeProvider time)
{
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
        await ReadAsync(ct);
        return LagSample.Of(database.Statistics(), time.GetUtcNow());
    }

    private static bool IsComplete(LagSample sample) =>
        sample.Primary is not null
            && sample.Replicas.All(replica => replica.Health is not (null or EFCore.ReadWriteSplitting.Health.NodeHealth.Unknown));

    // The first read starts the monitor; each shows whether the settings lead to servers that accept them.
    private async Task ReadAsync(CancellationToken ct)
    {
        using TimeLimit timeout = new(ReadTimeout, time, ct);
        try
        {
            await using ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, timeout.Token);
        }
        catch (Exception error) when (error is DatabaseUnavailableException or ReplicasUnavailableException || (timeout.IsOver && !ct.IsCancellationRequested))
        {
            // The sample says what could not be observed.
        }
    }
}
