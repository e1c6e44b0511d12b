using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Drills.Running;

namespace Tracker.Drills.Blindness;

/// <summary>One process as the cluster sees it: a database of its own, used in its own way.</summary>
internal sealed class BlindWorker : IAsyncDisposable
{
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(20);

    private readonly Database _database;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<BlindWorker, Task> _use;
    private Task _running = Task.CompletedTask;

    private BlindWorker(string name, Database database, Func<BlindWorker, Task> use) => (Name, _database, _use) = (name, database, use);

    public string Name { get; }

    /// <summary>Workers that read all the time, never, with connections that soon expire, or with a pool that is always in use.</summary>
    public static IReadOnlyList<BlindWorker> All(DrillCluster cluster, DrillTopology topology) =>
    [
        new("reading", cluster.Open(topology, ("TRACKER_CONNECTION_LIFETIME", "1h")), worker => worker.ReadAsync()),
        new("idle", cluster.Open(topology, ("TRACKER_CONNECTION_LIFETIME", "1h")), worker => worker.OpenOnceAsync()),
        new("short connections", cluster.Open(topology, ("TRACKER_CONNECTION_LIFETIME", "10s")), worker => worker.ReadAsync()),
        new("saturated", cluster.Open(topology, ("TRACKER_WRITE_POOL", "1"), ("TRACKER_POOL_TIMEOUT", "1s")), worker => worker.SaturateAsync()),
    ];

    public void Start() => _running = Task.Run(() => _use(this), CancellationToken.None);

    /// <summary>What the worker reports of a replica; null if it does not list it.</summary>
    public ReplicaStatistics? Look(string replica) => _database.Statistics().Replicas.FirstOrDefault(one => one.Name == replica);

    /// <summary>Whether the worker finds the replica healthy, with a lag.</summary>
    public bool FindsHealthy(string replica) => Look(replica) is { Health: NodeHealth.Healthy, Lag: not null };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _database.DisposeAsync();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await QuietlyAsync(async () =>
            {
                await using ReadScope read = await _database.ReadAsync(ReadConsistency.Eventual, _stop.Token);
                await Task.Delay(BetweenReads, TimeProvider.System, _stop.Token);
            });
        }
    }

    // One write starts its monitor; it never reads.
    private Task OpenOnceAsync() => QuietlyAsync(async () =>
    {
        await using WriteScope write = await _database.WriteAsync(_stop.Token);
    });

    // Each scope is held for as long as it can be.
    private Task SaturateAsync() => Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
    {
        while (!_stop.IsCancellationRequested)
        {
            await QuietlyAsync(async () =>
            {
                await using ReadScope read = await _database.ReadAsync(ReadConsistency.Eventual, _stop.Token);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
            });
        }
    }));

    private static async Task QuietlyAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is OperationCanceledException or DatabaseUnavailableException or ReplicasUnavailableException
            or EFCore.ReadWriteSplitting.Connections.PoolExhaustedException)
        {
            // The drill is about what is reported, not about what is served.
        }
    }
}
