using Npgsql;
using Tracker.Bench.Fences;
using Tracker.Cluster.Nodes;
using Tracker.Data.Tests.Cluster;

namespace Tracker.Data.Tests.Fences;

/// <summary>A short run of what <c>./tracker bench fences</c> asks a million times.</summary>
[Collection(OnCluster.Name)]
public sealed class PostgisAgreementTests(ClusterFixture fixture)
{
    private const string Database = "oracle";

    [SkippableFact]
    public async Task Random_fences_hold_the_positions_that_PostGIS_says_poles_and_the_antimeridian_included()
    {
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        await using NpgsqlDataSource server = NpgsqlDataSource.Create(primary.ServerConnectionString);
        Skip.IfNot(await new PostgisOracle(server).IsAvailableAsync(default), "PostGIS is not installed: apt-get install --no-install-recommends postgresql-15-postgis-3");

        // A database of its own: what it brings along would be in the way of the others.
        await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {Database} WITH (FORCE)");
        await ExecuteAsync(server, $"CREATE DATABASE {Database}");
        OracleVerdict verdict;
        await using (NpgsqlDataSource own = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(primary.ServerConnectionString) { Database = Database }))
        {
            verdict = await new PostgisOracle(own).CompareAsync(seed: 20150307, fences: 100, placesEach: 300, default);
        }

        await ExecuteAsync(server, $"DROP DATABASE {Database} WITH (FORCE)");
        Assert.Empty(verdict.Differences);
        Assert.InRange(verdict.Inside, verdict.Pairs / 10, verdict.Pairs * 9 / 10);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource server, string sql)
    {
        await using NpgsqlCommand command = server.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
