using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tracker.Cluster;
using Tracker.Cluster.Nodes;
using Tracker.Data.Configuration;
using Tracker.Data.Migrations;
using Tracker.Data.Model;
using Tracker.Data.Scopes;

namespace Tracker.Tests;

/// <summary>One real three-node cluster for the whole test run.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private TemporaryCluster? _temporary;

    public LocalCluster Cluster => _temporary!.Cluster;

    public async Task InitializeAsync()
    {
        _temporary = await TemporaryCluster.StartAsync();
        await SchemaMigrator.MigrateAsync(Options("tests-migrate"), TimeProvider.System, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_temporary is not null)
        {
            await _temporary.DisposeAsync();
        }
    }

    public DatabaseOptions Options(string applicationName) =>
        DatabaseSettings.Read(name => Cluster.Environment.GetValueOrDefault(name), applicationName);

    public Database Open(string applicationName, Func<DatabaseOptions, DatabaseOptions>? change = null)
    {
        DatabaseOptions options = Options(applicationName);
        return new Database(change?.Invoke(options) ?? options, TrackerContext.Pool(), TimeProvider.System, NullLogger<Database>.Instance);
    }

    /// <summary>An empty schema, as after the first migration, on every node.</summary>
    public async Task ResetAsync()
    {
        ClusterNode primary = await Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(primary.ServerConnectionString);
        await using NpgsqlCommand drop = source.CreateCommand(
            "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION tracker; GRANT USAGE ON SCHEMA public TO tracker_read;");
        await drop.ExecuteNonQueryAsync();
        await SchemaMigrator.MigrateAsync(Options("tests-migrate"), TimeProvider.System, CancellationToken.None);
        await Eventually.TrueAsync(
            async () =>
            {
                long position = (long)(await ScalarAsync(primary, "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint"))!;
                foreach (ClusterNode node in Cluster.Nodes.Where(node => node != primary))
                {
                    if (await ScalarAsync(node, "SELECT (pg_last_wal_replay_lsn() - '0/0')::bigint") is not long replayed || replayed < position)
                    {
                        return false;
                    }
                }

                return true;
            },
            "every replica shows the empty schema");
    }

    /// <summary>Asks one node's PostgreSQL, past all proxies.</summary>
    public static async Task<object?> ScalarAsync(ClusterNode node, string sql)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(node.ServerConnectionString);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class OnCluster : ICollectionFixture<ClusterFixture>
{
    public const string Name = "cluster";
}
