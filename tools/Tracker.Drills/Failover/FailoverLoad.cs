using System.Collections.Concurrent;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;

namespace Tracker.Drills.Failover;

/// <summary>Writers and readers that run through a fault and record its effects.</summary>
internal sealed class FailoverLoad(Database database, string readPort)
{
    private const int Writers = 4;
    private const int Readers = 8;

    /// <summary>Leaves CPU time to the servers, since the drill measures errors and not throughput.</summary>
    private static readonly TimeSpan BetweenOperations = TimeSpan.FromMilliseconds(5);

    private readonly PauseMeter _writePauses = new();
    private readonly PauseMeter _readPauses = new();
    private long _id;

    /// <summary>Where the reads were served.</summary>
    public ReadBalance Balance { get; } = new(readPort);

    private int _reads;
    private int _unitErrors;
    private int _readErrors;

    /// <summary>The acknowledged units.</summary>
    public ConcurrentQueue<long> Acknowledged { get; } = [];

    public ConcurrentDictionary<string, int> Errors { get; } = [];

    public int Reads => Volatile.Read(ref _reads);

    public int UnitErrors => _unitErrors;

    public int ReadErrors => _readErrors;

    public TimeSpan LongestWritePause => _writePauses.Longest;

    public TimeSpan LongestReadPause => _readPauses.Longest;

    /// <summary>Runs until stopped and completes the operations in flight.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
        [.. Enumerable.Range(0, Writers).Select(_ => Task.Run(() => WriteAsync(stop), CancellationToken.None)),
         Task.Run(() => Balance.RunAsync(stop), CancellationToken.None),
         .. Enumerable.Range(0, Readers).Select(_ => Task.Run(() => ReadAsync(stop), CancellationToken.None))]);

    private async Task WriteAsync(CancellationToken stop)
    {
        using PeriodicTimer pace = new(BetweenOperations, TimeProvider.System);
        while (!stop.IsCancellationRequested)
        {
            long id = Interlocked.Increment(ref _id);
            try
            {
                await database.WriteAsync(
                    UnitOfWork.Recorded, (write, token) => UnitStore.InsertAsync(write, id, token), CancellationToken.None);
                Acknowledged.Enqueue(id);
                _writePauses.Succeed();
            }
            catch (Exception error)
            {
                Interlocked.Increment(ref _unitErrors);
                Count("unit", error);
            }

            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        using PeriodicTimer pace = new(BetweenOperations, TimeProvider.System);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Balance.Record(await database.ReadAsync(ReadConsistency.Eventual, RouteAsync, CancellationToken.None));
                Interlocked.Increment(ref _reads);
                _readPauses.Succeed();
            }
            catch (Exception error)
            {
                Interlocked.Increment(ref _readErrors);
                Count("read", error);
            }

            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static async Task<RouteDecision> RouteAsync(ReadScope read, CancellationToken ct)
    {
        await UnitStore.AnyAsync(read, ct);
        return read.Route;
    }

    private void Count(string what, Exception error) =>
        Errors.AddOrUpdate($"{what}: {error.GetType().Name}: {error.Message}", 1, (_, count) => count + 1);
}
