using System.Diagnostics;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tracker.Bench.Figures;
using Tracker.Cluster;
using Tracker.Cluster.Nodes;
using Tracker.Data.Configuration;
using Tracker.Data.Migrations;
using Tracker.Data.Model;

namespace Tracker.Bench.Cluster;

/// <summary>A temporary three-node cluster with the services' schema, and a direct connection to its primary.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryCluster _temporary;
    private readonly ClusterNode _primaryNode;

    private BenchCluster(TemporaryCluster temporary, ClusterNode primary)
    {
        _temporary = temporary;
        _primaryNode = primary;
        Primary = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(primary.ServerConnectionString)
        {
            Pooling = true,
            CommandTimeout = 600,
        });
        Database = Open(options => options);
    }

    public LocalCluster Nodes => _temporary.Cluster;

    public NpgsqlDataSource Primary { get; }

    /// <summary>The database as a service opens it.</summary>
    public Database Database { get; }

    /// <summary>Opens the database with different options.</summary>
    public Database Open(Func<DatabaseOptions, DatabaseOptions> configure) =>
        new(configure(Options("tracker-bench")), TrackerContext.Pool(), TimeProvider.System, NullLogger<Database>.Instance);

    /// <summary>The options as a service reads them from its settings.</summary>
    public DatabaseOptions Options(string applicationName) =>
        TrackerDatabaseSettings.Read(name => Nodes.Environment.GetValueOrDefault(name), applicationName);

    public static async Task<BenchCluster> StartAsync(CancellationToken ct)
    {
        TemporaryCluster temporary = await TemporaryCluster.StartAsync(ct: ct);
        try
        {
            BenchCluster cluster = new(temporary, await temporary.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60), ct));
            await SchemaMigrator.MigrateAsync(cluster.Options("tracker-bench-migrate"), TimeProvider.System, ct);
            return cluster;
        }
        catch
        {
            await temporary.DisposeAsync();
            throw;
        }
    }

    public async Task ExecuteAsync(string sql, CancellationToken ct, params object[] parameters)
    {
        await using NpgsqlCommand command = Command(sql, parameters);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken ct, params object[] parameters)
    {
        await using NpgsqlCommand command = Command(sql, parameters);
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Prepares a stage: runs a checkpoint and waits until the replicas have replayed everything.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        await ExecuteAsync("CHECKPOINT", ct);
        long position = await ScalarAsync<long>("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint", ct);
        foreach (ClusterNode replica in Nodes.Nodes.Where(node => node != _primaryNode))
        {
            await using NpgsqlDataSource source = NpgsqlDataSource.Create(replica.ServerConnectionString);
            await UntilAsync(
                async () =>
                {
                    await using NpgsqlCommand command = source.CreateCommand("SELECT (pg_last_wal_replay_lsn() - '0/0')::bigint");
                    return await command.ExecuteScalarAsync(ct) is long replayed && replayed >= position;
                },
                $"{replica.Name} has not caught up",
                TimeSpan.FromMinutes(5),
                ct);
        }
    }

    /// <summary>Polls a condition every 50 ms.</summary>
    /// <exception cref="BenchException">The deadline passed.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, string failure, TimeSpan deadline, CancellationToken ct)
    {
        long started = Stopwatch.GetTimestamp();
        using PeriodicTimer timer = new(PollInterval);
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > deadline)
                throw new BenchException($"{failure} after {deadline.TotalMinutes:F0} minutes.");
            await timer.WaitForNextTickAsync(ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await Primary.DisposeAsync();
        await _temporary.DisposeAsync();
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        NpgsqlCommand command = Primary.CreateCommand(sql);
        foreach (object parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }
}
