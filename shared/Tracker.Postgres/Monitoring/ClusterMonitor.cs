using System.Collections.Concurrent;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Retries;
using Microsoft.Extensions.Logging;

namespace EFCore.ReadWriteSplitting.Monitoring;

/// <summary>
/// Probes the nodes periodically, starting with the first scope: which node is the primary, how far each replica lags, and which nodes do
/// not answer. The results decide where reads go. No scope waits for a probe, except the first one if nodes are listed.
/// </summary>
internal sealed partial class ClusterMonitor : IAsyncDisposable
{
    private readonly DatabaseOptions _options;
    private readonly NodeTable _nodes;
    private readonly IReadOnlyList<ConnectionPool> _pools;
    private readonly ProbeConnections _connections;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PoolMaintenance _maintenance;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _firstRound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, Task> _probes = new(StringComparer.Ordinal);
    private Task? _loop;

    public ClusterMonitor(DatabaseOptions options, NodeTable nodes, IReadOnlyList<ConnectionPool> pools, TimeProvider time, ILogger logger)
    {
        (_options, _nodes, _pools, _time, _logger) = (options, nodes, pools, time, logger);
        _maintenance = new PoolMaintenance(pools, options, logger);
        Lag = new LagTracker(options, time);
        _connections = new ProbeConnections(options, nodes, pools.First(pool => pool.Kind == PoolKind.Read), time);
        foreach (string host in options.Hosts)
        {
            nodes.At(host);
        }
    }

    /// <summary>The lag of the replicas.</summary>
    public LagTracker Lag { get; }

    /// <summary>Starts the monitor once. If nodes are listed, waits until each was probed once or timed out.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_loop is null)
        {
            lock (_lock)
            {
                _loop ??= Task.Run(RunAsync, CancellationToken.None);
            }
        }

        return _options.Hosts.Count == 0 || _firstRound.Task.IsCompleted ? Task.CompletedTask : _firstRound.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_loop is not null)
        {
            await _loop;
        }

        await Task.WhenAll(_probes.Values);
        await _connections.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(_options.MonitorInterval, _time);
        try
        {
            do
            {
                Task[] probes = [.. _nodes.All.Where(IsDue).Select(ProbeAsync)];
                Task primary = _options.Hosts.Count == 0 ? ProbeAsync("primary", ProbePrimaryAsync) : Task.CompletedTask;
                if (HasUnknownReplica())
                {
                    _ = ProbeAsync("unknown replica", _connections.MeetAsync);
                }

                if (!_firstRound.Task.IsCompleted)
                {
                    await Task.WhenAll([primary, .. probes]);
                    _firstRound.TrySetResult();
                }

                await MaintainPoolsAsync();
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _firstRound.TrySetResult();
        }
    }

    private async Task MaintainPoolsAsync()
    {
        try
        {
            await _maintenance.RunAsync();
            await _connections.PruneAsync();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogMaintenanceFailed(error);
        }
    }

    // One probe per node at a time: a node that hangs must not delay the others or accumulate probes. Ending a probe of such a node takes
    // longer than its timeout, so that time counts as further misses.
    private Task ProbeAsync(Node node)
    {
        if (!IsRunning(node.Address))
        {
            node.ObservedAt = _time.GetTimestamp();
        }
        else if (_time.GetElapsedTime(node.ObservedAt) >= _options.ProbeTimeout)
        {
            node.ObservedAt = _time.GetTimestamp();
            return JudgeAsync(node, Lag.Observe(node, node.IsSilent ? false : null));
        }

        return ProbeAsync(node.Address, token => ProbeNodeAsync(node, token));
    }

    private Task ProbeAsync(string name, Func<CancellationToken, Task> probe) =>
        IsRunning(name) ? Task.CompletedTask : _probes[name] = RunWithTimeoutAsync(probe);

    private bool IsRunning(string name) => _probes.TryGetValue(name, out Task? running) && !running.IsCompleted;

    private async Task RunWithTimeoutAsync(Func<CancellationToken, Task> probe)
    {
        using TimeLimit limit = new(_options.ProbeTimeout, _time, _stop.Token);
        try
        {
            await probe(limit.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The monitor stops.
        }
        catch (Exception error)
        {
            LogProbeFailed(error.Message);
        }
    }

    // Behind a proxy the primary has a probe of its own.
    private bool IsDue(Node node) => _options.Hosts.Count > 0 || (node.Role != NodeRole.Primary && !IsReplaced(node));

    // It returned under another address. Replicas that share a name answer both.
    private bool IsReplaced(Node node) => node.Name is not null && _time.GetElapsedTime(node.SeenAt) > Lag.ObservationLimit
        && _nodes.All.Any(other => other != node && other.Name == node.Name && other.SeenAt > node.SeenAt);

    private bool HasUnknownReplica() =>
        _options.Hosts.Count == 0 && Lag.Reports().Any(one => _nodes.All.All(node => node.Name != one.Report.Name || node.Role != NodeRole.Replica));

    private async Task ProbePrimaryAsync(CancellationToken cancellationToken)
    {
        TimeSpan asked = Lag.Now;
        await using PooledConnection connection = await _connections.RentPrimaryAsync(cancellationToken);
        Lag.Record(await NodeSample.TakeAsync(connection, cancellationToken), asked, connection.Node);
    }

    private async Task ProbeNodeAsync(Node node, CancellationToken cancellationToken)
    {
        (TimeSpan asked, long started) = (Lag.Now, node.ObservedAt);
        // A silent node that the proxy does not lead to is still silent. Of any other node nothing is known then.
        bool? answered = node.IsSilent || _options.Hosts.Count > 0 ? false : null;
        try
        {
            await using PooledConnection? connection = await _connections.TryRentAsync(node, cancellationToken);
            if (connection is not null)
            {
                // Until it answers: the observations of a probe that takes too long rest on it.
                (answered, node.IsSilent) = (false, true);
                Lag.Record(await NodeSample.TakeAsync(connection, cancellationToken), asked, node);
                answered = true;
            }
        }
        catch (Exception) when (!_stop.IsCancellationRequested)
        {
            // The health rules decide what follows.
        }

        node.IsSilent = answered == false;
        // A probe that took too long was counted meanwhile.
        if (answered == true || node.ObservedAt == started)
        {
            await JudgeAsync(node, Lag.Observe(node, answered));
        }
    }

    private async Task JudgeAsync(Node node, HealthObservation seen)
    {
        bool isBehind = node.Lag is { } lag && HealthRules.IsWorthWarning(lag, _options.LagLimits);
        if (isBehind && !node.IsLagReported)
        {
            LogBehind(node.Name ?? node.Address, node.Lag!.Value.Bytes, node.Lag.Value.Time.TotalSeconds);
        }

        node.IsLagReported = isBehind;
        (NodeHealth before, NodeHealth after) = node.Judge(seen, _options.LagLimits);
        if (before == after)
        {
            return;
        }

        LogHealth(after is NodeHealth.Healthy or NodeHealth.Unknown ? LogLevel.Information : LogLevel.Warning, node.Name ?? node.Address, before, after, node.Lag);
        if (after == NodeHealth.Offline)
        {
            foreach (ConnectionPool pool in _pools)
            {
                await pool.PurgeAsync(node);
            }

            await _connections.PurgeAsync(node);
        }
    }

    [LoggerMessage(EventIds.ProbeFailed, LogLevel.Debug, "A probe failed: {Error}")]
    private partial void LogProbeFailed(string error);

    [LoggerMessage(EventIds.PoolMaintenanceFailed, LogLevel.Error, "Pool maintenance failed; the next round tries again")]
    private partial void LogMaintenanceFailed(Exception error);

    [LoggerMessage(EventIds.ReplicaBehind, LogLevel.Warning, "{Node} is behind by {Bytes} bytes and {Seconds} s")]
    private partial void LogBehind(string node, long bytes, double seconds);

    [LoggerMessage(EventId = EventIds.NodeHealthChanged, Message = "{Node} went from {Before} to {After} ({Lag})")]
    private partial void LogHealth(LogLevel level, string node, NodeHealth before, NodeHealth after, ReplicationLag? lag);
}
