using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Statistics;
using Npgsql;
using Tracker.Cluster.Nodes;

namespace EFCore.ReadWriteSplitting.Tests.Consistency;

/// <summary>WAL of an open transaction, which no replica has received, on a primary that is quiet otherwise.</summary>
[Collection(OnCluster.Name)]
public sealed class UnflushedWalTests(ClusterFixture fixture) : IClassFixture<NoLeaks<UnflushedWalTests>>
{
    private const string UnflushedSql = "SELECT pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn()";

    [Fact]
    public async Task Replicas_do_not_lag_behind_WAL_that_is_not_flushed()
    {
        await using Database database = await OpenAsync();
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        await using NpgsqlConnection open = await InTransactionAsync(primary);
        await Eventually.TrueAsync(
            async () =>
            {
                TimeSpan before = database.Statistics().RunningFor;
                await InsertAsync(open);
                // Two rounds of probes later it must be unflushed still, and no lag be seen.
                await Eventually.TrueAsync(() => Task.FromResult(database.Statistics().RunningFor - before > TimeSpan.FromSeconds(1)), "the monitor has looked twice");
                IReadOnlyList<ReplicaStatistics> replicas = database.Statistics().Replicas;
                return await IsUnflushedAsync(primary) && replicas.Count == 2 && replicas.All(replica => replica.Lag is { Bytes: 0 });
            },
            "no replica lags while WAL is not flushed");
    }

    [Fact]
    public async Task Token_of_a_commit_does_not_cover_WAL_that_is_not_flushed()
    {
        await using Database database = await OpenAsync();
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        await using NpgsqlConnection open = await InTransactionAsync(primary);
        await Eventually.TrueAsync(
            async () =>
            {
                await InsertAsync(open);
                object? inserted = await ClusterFixture.ScalarAsync(primary, "SELECT pg_current_wal_insert_lsn()::text");
                // It writes nothing, so its commit flushes nothing.
                WriteToken token = await database.WriteAsync(UnitOfWork.Repeatable, (_, _) => Task.CompletedTask, CancellationToken.None);
                if (await ClusterFixture.ScalarAsync(primary, $"SELECT pg_current_wal_flush_lsn() < '{inserted}'::pg_lsn") is false)
                {
                    return false;
                }

                Assert.True(await ClusterFixture.ScalarAsync(primary, $"SELECT '{token.Position}'::pg_lsn < '{inserted}'::pg_lsn") is true, $"{token} covers {inserted}");
                return true;
            },
            "WAL stayed unflushed");
    }

    [Fact]
    public async Task Token_of_an_asynchronous_commit_covers_it()
    {
        await using Database database = await OpenAsync();
        for (int i = 0; i < 20; i++)
        {
            string name = Guid.NewGuid().ToString();
            WriteToken token = await database.WriteAsync(
                async (write, ct) =>
                {
                    await using NpgsqlCommand off = write.Command("SET LOCAL synchronous_commit = off");
                    await off.ExecuteNonQueryAsync(ct);
                    await Brands.Insert(name)(write, ct);
                },
                CancellationToken.None);
            Assert.True(await database.ReadAsync(ReadConsistency.AtLeast(token), Brands.Has(name), CancellationToken.None));
        }
    }

    private static async Task<bool> IsUnflushedAsync(ClusterNode primary) => await ClusterFixture.ScalarAsync(primary, UnflushedSql) is true;

    private static async Task<NpgsqlConnection> InTransactionAsync(ClusterNode primary)
    {
        NpgsqlConnection connection = new(primary.ServerConnectionString);
        await connection.OpenAsync();
        await connection.BeginTransactionAsync();
        return connection;
    }

    private static async Task InsertAsync(NpgsqlConnection connection)
    {
        await using NpgsqlCommand insert = new("INSERT INTO brands (name) VALUES (gen_random_uuid()::text)", connection);
        await insert.ExecuteNonQueryAsync();
    }

    private async Task<Database> OpenAsync()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        Database database = fixture.Open(nameof(UnflushedWalTests));
        await database.WriteAsync(Brands.Insert(Guid.NewGuid().ToString()), CancellationToken.None);
        return database;
    }
}
