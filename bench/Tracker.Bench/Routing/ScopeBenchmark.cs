using System.Diagnostics;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Scopes.Reads;
using EFCore.ReadWriteSplitting.Statistics;
using NpgsqlTypes;
using Tracker.Data.Model;

namespace Tracker.Bench.Routing;

/// <summary>Measures a scope with its context and connection, leased and returned without a query.</summary>
public class ScopeBenchmark
{
    private const int Calls = 200_000;

    private readonly CallSite _callSite = new(nameof(ScopeBenchmark), nameof(ScopeBenchmark), 0);
    private ConnectionPool? _pool;
    private readonly Meter _meter = new(nameof(ScopeBenchmark));
    private ScopeEnvironment? _environment;
    private RouteDecision? _route;
    private ReadRequest? _request;

    /// <summary>The connection options, set before the run in this process.</summary>
    internal static DatabaseOptions? Options { get; set; }

    /// <summary>Opens the connection.</summary>
    [GlobalSetup]
    public async Task OpenAsync()
    {
        _pool = new ConnectionPool(PoolKind.Read, Options!, new NodeTable(), TimeProvider.System);
        _environment = new ScopeEnvironment(TrackerContext.Pool(), new ScopeMetrics(_meter));
        _request = new ReadRequest(ReadConsistency.Eventual, false, _callSite);
        await using PooledConnection connection = (await _pool.RentAsync(default, _callSite, CancellationToken.None))!;
        _route = new RouteDecision(
            new NodeState(connection.Node.Address, NodeRole.Replica, connection.Cluster.SystemId, 1, new NpgsqlLogSequenceNumber(1)),
            RouteReason.Replica,
            null);
    }

    /// <summary>Leases and returns a scope.</summary>
    [Benchmark]
    public async ValueTask<IQueryable<Brand>> LeaseAndReturnAsync()
    {
        await using ReadScope scope = new(null!, _request!, _environment!);
        scope.Bind((await _pool!.RentAsync(default, _callSite, CancellationToken.None))!, _route!);
        return scope.Query<Brand>();
    }

    /// <summary>Closes the connection.</summary>
    [GlobalCleanup]
    public async Task CloseAsync()
    {
        await _pool!.DisposeAsync();
        _meter.Dispose();
    }

    /// <summary>The same in CPU time, which does not depend on the load of the machine.</summary>
    internal static async Task<double> CpuMicrosecondsAsync()
    {
        ScopeBenchmark benchmark = new();
        await benchmark.OpenAsync();
        await CallAsync(benchmark); // warms up
        TimeSpan before = Environment.CpuUsage.TotalTime;
        await CallAsync(benchmark);
        double taken = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Calls;
        await benchmark.CloseAsync();
        return taken;
    }

    private static async Task CallAsync(ScopeBenchmark benchmark)
    {
        for (int i = 0; i < Calls; i++)
            await benchmark.LeaseAndReturnAsync();
    }
}
