using System.Runtime.ExceptionServices;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Statistics;

namespace Tracker.Cli.Watching;

/// <summary>Looks at the lag through a database of this process, whose monitor does the asking.</summary>
internal sealed class LagSource(Database database, TimeProvider time)
{
    private const int FewestReads = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>The first look waits, for a while, until the primary and all its replicas have been met and judged.</summary>
    public async Task<LagLook> FirstAsync(CancellationToken ct)
    {
        long start = time.GetTimestamp();
        LagLook look;
        do
        {
            await Task.Delay(Poll, time, ct);
            look = await NextAsync(ct);
        }
        while (!IsWhole(look) && time.GetElapsedTime(start) < FirstPatience);
        return look;
    }

    public async Task<LagLook> NextAsync(CancellationToken ct)
    {
        await MeetAsync(ct);
        return LagLook.Of(database.Statistics(), time.GetUtcNow());
    }

    private static bool IsWhole(LagLook look) => look.Primary is not null && look.Replicas.All(replica => replica.Health is not (null or EFCore.ReadWriteSplitting.Health.NodeHealth.Unknown));

    // Behind a proxy the monitor can ask a replica itself only where a connection leads there: several reads at once meet them all.
    private async Task MeetAsync(CancellationToken ct)
    {
        using TimeLimit patience = new(Patience, time, ct);
        int count = Math.Max(FewestReads, 2 * database.Statistics().Replicas.Count);
        Task<ReadScope>[] reads = [.. Enumerable.Range(0, count).Select(_ => database.ReadAsync(ReadConsistency.Eventual, patience.Token))];
        await Task.WhenAll((IEnumerable<Task>)reads).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Task<ReadScope> opened in reads.Where(read => read.IsCompletedSuccessfully))
        {
            await (await opened).DisposeAsync();
        }

        ct.ThrowIfCancellationRequested();
        // Whom this did not meet, the look shows as it is known.
        if (reads.Select(read => read.Exception?.InnerException).FirstOrDefault(error => error is not (null or DatabaseUnavailableException or ReplicasUnavailableException)) is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
