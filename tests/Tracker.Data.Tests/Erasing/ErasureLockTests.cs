using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tracker.Data.Erasing;
using Tracker.Data.Tests.Cluster;

namespace Tracker.Data.Tests.Erasing;

[Collection(OnCluster.Name)]
public sealed class ErasureLockTests(ClusterFixture fixture) : IClassFixture<NoLeaks<ErasureLockTests>>
{
    [Fact]
    public async Task Fetchers_of_other_sources_go_on_while_an_erasure_waits_for_one_that_quarantines()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(ErasureLockTests) + " erasing");
        await using Database fetching = fixture.Open(nameof(ErasureLockTests), options => options with { LockTimeout = TimeSpan.FromSeconds(5) });
        await Stock.StoreAsync(database, Stock.Reports(10, trackers: 1), "first");
        int second = (await Stock.ClaimAsync(database, "second")).Id;
        await using WriteScope slow = await fetching.WriteAsync(CancellationToken.None);
        await ExecuteAsync(slow, $"UPDATE sources SET paused = paused WHERE id = {second}");

        Task erasing = new TrackerErasing(database, TimeProvider.System, NullLogger.Instance).EraseAsync("t0", "test", TimeSpan.Zero, _ => { }, CancellationToken.None);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await Eventually.TrueAsync(
            async () =>
            {
                await using NpgsqlCommand waits = source.CreateCommand(
                    "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'ErasureLockTests erasing' AND wait_event_type = 'Lock'");
                return (bool)(await waits.ExecuteScalarAsync())!;
            },
            "the erasure waits for the source");

        await using (WriteScope other = await fetching.WriteAsync(CancellationToken.None))
        {
            await ExecuteAsync(other, $"UPDATE sources SET paused = paused WHERE id <> {second}");
            await other.CommitAsync(CancellationToken.None);
        }

        await slow.CommitAsync(CancellationToken.None);
        // No worker runs: the erasure names the workers that have not read the reports.
        await Assert.ThrowsAsync<TimeoutException>(() => erasing);
    }

    private static async Task ExecuteAsync(WriteScope write, string sql)
    {
        await using NpgsqlCommand command = write.Command(sql);
        await command.ExecuteNonQueryAsync();
    }
}
