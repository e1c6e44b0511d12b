using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Drills.Failover;

namespace Tracker.Drills.Fallbacks;

/// <summary>
/// An open-loop load: operations start at a constant rate, regardless of whether earlier ones have completed. Each read requires
/// the latest acknowledged write.
/// </summary>
internal sealed class FallbackLoad(Database database, FallbackDrillOptions options)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private WriteToken? _latest;
    private long _id;

    /// <summary>The current phase.</summary>
    public FallbackPhase Phase { get; set; } = new();

    /// <summary>Runs until stopped and completes the operations in flight.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        List<Task> begun = [];
        using PeriodicTimer timer = new(Tick, TimeProvider.System);
        long started = TimeProvider.System.GetTimestamp();
        (int reads, int writes) = (0, 0);
        while (!stop.IsCancellationRequested)
        {
            double seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            for (; writes < seconds * options.WritesPerSecond; writes++)
            {
                begun.Add(WriteAsync(Phase));
            }

            for (; reads < seconds * options.ReadsPerSecond; reads++)
            {
                begun.Add(ReadAsync(Phase));
            }

            begun.RemoveAll(task => task.IsCompleted);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        await Task.WhenAll(begun);
    }

    private async Task WriteAsync(FallbackPhase phase)
    {
        await Task.Yield();
        long id = Interlocked.Increment(ref _id);
        long started = TimeProvider.System.GetTimestamp();
        try
        {
            WriteToken token = await database.WriteAsync(
                UnitOfWork.Repeatable, (write, ct) => UnitStore.InsertAsync(write, id, ct), CancellationToken.None);
            phase.Write(TimeProvider.System.GetElapsedTime(started));
            lock (_gate)
            {
                _latest = _latest is { } latest ? latest.Merge(token) : token;
            }
        }
        catch (Exception error)
        {
            phase.Fail("write", error);
        }
    }

    private async Task ReadAsync(FallbackPhase phase)
    {
        await Task.Yield();
        WriteToken? latest;
        lock (_gate)
        {
            latest = _latest;
        }

        if (latest is not { } token)
        {
            return;
        }

        try
        {
            phase.Read(await database.ReadAsync(
                ReadConsistency.AtLeast(token),
                async (read, ct) =>
                {
                    await UnitStore.AnyAsync(read, ct);
                    return read.Route.Role;
                },
                CancellationToken.None));
        }
        catch (ReplicasUnavailableException)
        {
            phase.Refuse();
        }
        catch (Exception error)
        {
            phase.Fail("read", error);
        }
    }
}
