using EFCore.ReadWriteSplitting.Scopes;

namespace EFCore.ReadWriteSplitting.Tests.Scopes;

[Collection(OnCluster.Name)]
public sealed class UnitOfWorkCleanUpTests(ClusterFixture fixture) : IClassFixture<NoLeaks<UnitOfWorkCleanUpTests>>
{
    // As Guid.CreateVersion7 makes them.
    private const string OldIds = "overlay(gen_random_uuid()::text PLACING left(lpad(to_hex((extract(epoch FROM now() - interval '2 days') * 1000)::bigint + n), 12, '0'), 8) || '-' || right(lpad(to_hex((extract(epoch FROM now() - interval '2 days') * 1000)::bigint + n), 12, '0'), 4) || '-7' FROM 1)::uuid";

    [Fact]
    public async Task Old_records_are_deleted_in_small_transactions_and_recent_ones_are_kept()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(UnitOfWorkCleanUpTests));
        await database.WriteAsync((_, _) => Task.CompletedTask, CancellationToken.None);
        await SqlAsync($"INSERT INTO units_of_work (id, recorded_at) SELECT {OldIds}, now() - interval '2 days' FROM generate_series(1, 2500) n");
        await SqlAsync("""
            CREATE TABLE deletions (transaction xid8);
            CREATE FUNCTION note_deletion() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
            $$ BEGIN INSERT INTO public.deletions VALUES (pg_current_xact_id()); RETURN NULL; END $$;
            CREATE TRIGGER note_deletion AFTER DELETE ON units_of_work FOR EACH ROW EXECUTE FUNCTION note_deletion();
            """);

        await UnitOfWorkRecord.CleanUpAsync(database, TimeSpan.FromDays(1), CancellationToken.None);

        Assert.Equal(1L, await SqlAsync("SELECT count(*) FROM units_of_work"));
        Assert.Equal(2500L, await SqlAsync("SELECT count(*) FROM deletions"));
        Assert.True(await SqlAsync("SELECT max(n) FROM (SELECT count(*) AS n FROM deletions GROUP BY transaction) t") is <= 1000L);
    }

    [Fact]
    public async Task Old_records_are_found_by_the_index()
    {
        string plan = "";
        await using Database database = fixture.Open(nameof(UnitOfWorkCleanUpTests));
        await database.WriteAsync(
            UnitOfWork.Repeatable,
            async (write, token) =>
            {
                // As on a big table, for which an empty one has no statistics.
                await using Npgsql.NpgsqlCommand big = write.Command("SET LOCAL enable_seqscan = off");
                await big.ExecuteNonQueryAsync(token);
                await using Npgsql.NpgsqlCommand explain = write.Command("EXPLAIN " + UnitOfWorkRecord.DeleteSql, TimeSpan.FromDays(1));
                await using Npgsql.NpgsqlDataReader reader = await explain.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    plan += reader.GetString(0) + "\n";
                }
            },
            CancellationToken.None);
        Assert.Contains("Index Cond: (id < ", plan, StringComparison.Ordinal);
    }

    private async Task<object?> SqlAsync(string sql) => await ClusterFixture.ScalarAsync(await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60)), sql);
}
