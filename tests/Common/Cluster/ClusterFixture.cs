using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tracker.Cluster;
using Tracker.Cluster.Nodes;
using Tracker.Data.Configuration;
using Tracker.Data.Migrations;
using Tracker.Data.Model;
using Tracker.Tests.Framework;

namespace Tracker.Tests;

/// <summary>
/// One database for the whole test run: the one that <c>TRACKER_TEST_DATABASE</c> names; containers where <c>TRACKER_TEST_CONTAINERS</c> is
/// <c>on</c>; a three-node cluster on this machine; containers where its packages are missing and an engine answers.
/// </summary>
public sealed class ClusterFixture : IServerFixture
{
    private ITestDatabase? _database;

    /// <summary>The native cluster; a test that asks for it where there is another database is skipped.</summary>
    public LocalCluster Cluster
    {
        get
        {
            Skip.If(_database!.Cluster is null, "It breaks parts of the cluster, which only the native one lets it.");
            return _database.Cluster!;
        }
    }

    /// <summary>To the primary, the way a service goes.</summary>
    public string WriteConnectionString
    {
        get
        {
            DatabaseOptions options = Options("tests");
            return new NpgsqlConnectionStringBuilder
            {
                Host = options.Server,
                Port = options.Port,
                Username = options.User,
                Password = options.Password,
                Database = options.Database,
                NoResetOnClose = true,
                MaxAutoPrepare = 0,
            }.ConnectionString;
        }
    }

    public async Task InitializeAsync()
    {
        _database = RunningDatabase.Named() ?? await StartAsync();
        await ResetAsync();
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    public DatabaseOptions Options(string applicationName) =>
        TrackerDatabaseSettings.Read(name => _database!.Settings.GetValueOrDefault(name), applicationName);

    public Database Open(string applicationName, Func<DatabaseOptions, DatabaseOptions>? change = null)
    {
        DatabaseOptions options = Options(applicationName);
        return new Database(change?.Invoke(options) ?? options, TrackerContext.Pool(), TimeProvider.System, NullLogger<Database>.Instance);
    }

    /// <summary>An empty schema, as after the first migration, on every server.</summary>
    public async Task ResetAsync()
    {
        DatabaseOptions options = Options("tests-migrate");
        string primary = await _database!.PrimaryAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(primary);
        await using NpgsqlCommand drop = source.CreateCommand(
            $"DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION {options.User}; GRANT USAGE ON SCHEMA public TO {options.ReadUser ?? options.User};");
        await drop.ExecuteNonQueryAsync();
        await SchemaMigrator.MigrateAsync(options, TimeProvider.System, CancellationToken.None);
        await Eventually.TrueAsync(
            async () =>
            {
                long position = (long)(await ScalarAsync(primary, "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint"))!;
                foreach (string replica in _database.Servers.Where(server => server != primary))
                {
                    if (await ScalarAsync(replica, "SELECT (pg_last_wal_replay_lsn() - '0/0')::bigint") is not long replayed || replayed < position)
                    {
                        return false;
                    }
                }

                return true;
            },
            "every replica shows the empty schema");
    }

    /// <summary>Asks one node's PostgreSQL, past all proxies.</summary>
    public static Task<object?> ScalarAsync(ClusterNode node, string sql) => ScalarAsync(node.ServerConnectionString, sql);

    /// <summary>Asks every server, past all proxies.</summary>
    public Task<object?[]> OnEachServerAsync(string sql) => Task.WhenAll(_database!.Servers.Select(server => ScalarAsync(server, sql)));

    private static async Task<object?> ScalarAsync(string server, string sql)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<ITestDatabase> StartAsync()
    {
        if (TestcontainersDatabase.IsRequired) return await TestcontainersDatabase.StartAsync();
        return NativeDatabase.IsInstalled ? await NativeDatabase.StartAsync()
            : (ITestDatabase?)await TestcontainersDatabase.TryStartAsync() ?? await NativeDatabase.StartAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class OnCluster : ICollectionFixture<ClusterFixture>
{
    public const string Name = "cluster";
}
