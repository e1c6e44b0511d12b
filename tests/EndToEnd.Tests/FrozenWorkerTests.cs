using EndToEnd.Tests.Results;
using EndToEnd.Tests.Workers;
using Tracker.Tests.Days;

namespace EndToEnd.Tests;

[Collection(OnCluster.Name)]
public sealed class FrozenWorkerTests(ClusterFixture fixture)
{
    private const int Attempts = 200;

    private static readonly (string Service, int Reports, string Application)[] Order =
    [
        (WorkerBinary.Fetcher, GeneratedDay.Shared.Distinct * 27 / 100, "tracker-fetcher"),
        .. WorkerBinary.Consumers.Select(service => (service, 200, WorkerBinary.ConsumerOf(service))),
    ];

    [SkippableFact]
    public async Task Workers_frozen_in_the_midst_of_their_transactions_hold_nobody_up_and_change_nothing_when_they_thaw()
    {
        await using Pipeline pipeline = await Pipeline.OfDayAsync(fixture, ("TRACKER_IDLE_IN_TRANSACTION_TIMEOUT", "2s"));
        List<bool> caught = [];
        foreach ((string service, int reports, string application) in Order)
        {
            // One after another, so that each has work when it is frozen.
            pipeline.Fleet.Start([service], 1);
            await pipeline.ProgressAsync(service, reports);
            caught.Add(await FreezeInTransactionAsync(pipeline, service, application));
        }

        Assert.Contains(true, caught);
        pipeline.Fleet.Start(WorkerBinary.All, 2);
        await pipeline.CompleteAsync();
        await StoredDay.AssertStoredAsync(pipeline.Results, GeneratedDay.Shared);

        foreach (string name in WorkerBinary.All.Select(service => WorkerFleet.NameOf(service, 1)))
        {
            pipeline.Fleet.Resume(name);
            Assert.Equal(0, await pipeline.Fleet.StopAsync(name));
        }

        await StoredDay.AssertStoredAsync(pipeline.Results, GeneratedDay.Shared);
    }

    /// <summary>Freezes it, again and again until it holds a transaction open on the primary; it stays frozen also where that was never so.</summary>
    private static async Task<bool> FreezeInTransactionAsync(Pipeline pipeline, string service, string application)
    {
        string name = WorkerFleet.NameOf(service, 1);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            pipeline.Fleet.Pause(name);
            // Twice: what is on its way to the server when it is frozen may still end the transaction.
            if (await IsInTransactionAsync(pipeline, application) && await IsInTransactionAsync(pipeline, application))
            {
                return true;
            }

            pipeline.Fleet.Resume(name);
            await Task.Yield();
        }

        pipeline.Fleet.Pause(name);
        return false;
    }

    private static Task<bool> IsInTransactionAsync(Pipeline pipeline, string application) => pipeline.Results.ScalarAsync<bool>(
        $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = '{application}' AND state = 'idle in transaction' AND backend_xid IS NOT NULL)");
}
