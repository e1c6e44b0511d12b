using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Monitoring;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes.Reads;

/// <summary>A read that has its server.</summary>
internal readonly record struct OpenedRead(PooledConnection Connection, RouteDecision Route, NpgsqlDataReader? Reader);

/// <summary>Opens a read on a server that is fresh enough: a replica, another one, else the primary, within the cap on such reads.</summary>
internal sealed class ReadRouter(
    DatabaseOptions options, ConnectionPool replicas, ConnectionPool primary, NodeTable nodes, ClusterMonitor monitor, FallbackGate gate, TimelineHistories histories, TimeProvider time)
{
    private readonly FreshnessWait _freshness = new(histories, time);

    /// <exception cref="TokenNotProvenException">A failover left the token's timeline before its position.</exception>
    /// <exception cref="ReplicasUnavailableException">No replica can serve it, and the primary takes no more such reads.</exception>
    public async Task<OpenedRead> OpenAsync(ReadRequest request, ReadOpening opening, CancellationToken cancellationToken)
    {
        WriteToken? proof = request.Consistency is ReadConsistency.BoundedStalenessRead { Limit: var limit } ? monitor.Lag.Proving(limit) : null;
        ReadPlan plan = ReadPlan.Of(request.Consistency, options.ReadSplit, proof);
        try
        {
            return await OpenAsync(request, plan, opening, cancellationToken);
        }
        catch (TokenNotProvenException) when (request.Consistency is ReadConsistency.BoundedStalenessRead)
        {
            // The sample is of before a failover: it proves nothing any more, and the caller never saw it.
            return await FallBackAsync(request, new ReadPlan(false, RouteReason.NoProof), opening, cancellationToken);
        }
    }

    private async Task<OpenedRead> OpenAsync(ReadRequest request, ReadPlan plan, ReadOpening opening, CancellationToken cancellationToken)
    {
        if (!plan.OnReplica)
        {
            return plan.Reason == RouteReason.NoProof
                ? await FallBackAsync(request, plan, opening, cancellationToken)
                : await OnPrimaryAsync(request, plan, opening, null, cancellationToken);
        }

        PooledConnection? first = request.AvoidsReplicas ? null : await replicas.RentAsync(new NodePreference(plan.Requirement.MustShow, request.Avoid), request.CallSite, cancellationToken);
        if (first is null)
        {
            return await FallBackAsync(request, plan with { Reason = RouteReason.RecoveryConflicts }, opening, cancellationToken);
        }

        if (IsStandIn(first))
        {
            await first.DisposeAsync();
            return await FallBackAsync(request, plan with { Reason = RouteReason.NoReplica }, opening, cancellationToken);
        }

        // A replica that is not there yet has half of the time; another one the rest.
        long started = time.GetTimestamp();
        if (await OnReplicaAsync(request, first, plan, opening, options.ReplicaWait / 2, cancellationToken) is { } opened)
        {
            return opened;
        }

        PooledConnection? second = await replicas.RentAsync(new NodePreference(plan.Requirement.MustShow, first.Node), request.CallSite, cancellationToken);
        if (second is not null && IsStandIn(second))
        {
            await second.DisposeAsync();
        }
        else if (second is not null && await OnReplicaAsync(request, second, plan, opening, options.ReplicaWait - time.GetElapsedTime(started), cancellationToken) is { } other)
        {
            return other;
        }

        return await FallBackAsync(request, plan with { Reason = RouteReason.ReplicasBehind }, opening, cancellationToken);
    }

    private async Task<OpenedRead?> OnReplicaAsync(
        ReadRequest request, PooledConnection connection, ReadPlan plan, ReadOpening opening, TimeSpan limit, CancellationToken cancellationToken)
    {
        request.Replica = connection.Node;
        OpenedRead? opened = null;
        try
        {
            opened = await _freshness.RunAsync(connection, plan, opening, limit, cancellationToken);
            if (opened is not { Route.Role: NodeRole.Primary } onPrimary)
            {
                return opened;
            }

            if (!nodes.HasReplicas)
            {
                return onPrimary with { Route = onPrimary.Route with { Reason = RouteReason.NoReplica } };
            }

            // It was promoted a moment ago: as any read on the primary in place of a replica, it must pass the gate.
            opened = null;
            await FreshnessWait.UndoAsync(connection, opening, onPrimary.Reader, cancellationToken);
            return null;
        }
        finally
        {
            if (opened is null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private ReplicasUnavailableException Unavailable(string why) => new(why, options.SettingPrefix);

    // The read port leads to the primary while no replica is up. Where there are replicas at other times, that is a fallback.
    private bool IsStandIn(PooledConnection connection) => connection.Node.Role == NodeRole.Primary && nodes.HasReplicas;

    private async Task<OpenedRead> FallBackAsync(ReadRequest request, ReadPlan plan, ReadOpening opening, CancellationToken cancellationToken)
    {
        IDisposable? slot = null;
        if (nodes.HasReplicas && (slot = await gate.EnterAsync(cancellationToken)) is null)
        {
            return request.Consistency.AllowsStale
                ? await StaleAsync(request, opening, cancellationToken)
                : throw Unavailable("No replica is fresh enough, and the fallback limit of the primary is reached.");
        }

        try
        {
            return await OnPrimaryAsync(request, plan, opening, slot, cancellationToken);
        }
        catch (Exception error) when (request.Consistency.AllowsStale && TransientErrors.Classify(error) != ErrorVerdict.Permanent)
        {
            return await StaleAsync(request, opening, cancellationToken);
        }
    }

    private async Task<OpenedRead> StaleAsync(ReadRequest request, ReadOpening opening, CancellationToken cancellationToken)
    {
        PooledConnection connection = (await replicas.RentAsync(default, request.CallSite, cancellationToken))!;
        if (IsStandIn(connection))
        {
            await connection.DisposeAsync();
            throw Unavailable("No replica is up to serve the read stale, and the fallback limit of the primary is reached.");
        }

        OpenedRead stale = await OnReplicaAsync(request, connection, new ReadPlan(true, RouteReason.Stale), opening, TimeSpan.Zero, cancellationToken)
            ?? throw Unavailable("No replica is up to serve the read stale.");
        return stale with { Route = stale.Route with { Lag = monitor.Lag.LagOf(stale.Route.State) } };
    }

    private async Task<OpenedRead> OnPrimaryAsync(
        ReadRequest request, ReadPlan plan, ReadOpening opening, IDisposable? slot, CancellationToken cancellationToken)
    {
        request.Replica = null;
        OpenedRead? opened = null;
        PooledConnection? connection = null;
        try
        {
            connection = (await primary.RentAsync(default, request.CallSite, cancellationToken))!;
            connection.FallbackSlot = slot;
            slot = null;
            if (request.Consistency is ReadConsistency.SessionRead { WaitsForInFlightCommits: true })
            {
                await InFlightCommits.WaitAsync(connection, options.ReplicaWait, time, cancellationToken);
            }

            opened = await _freshness.RunAsync(connection, plan, opening, TimeSpan.Zero, cancellationToken);
            if (opened is { Route.Role: NodeRole.Primary } read)
            {
                return read with { Route = read.Route with { Reason = plan.Reason } };
            }

            if (opened is { Reader: { } reader })
            {
                await reader.DisposeAsync();
            }

            opened = null;
            await primary.PurgeAsync(connection.Node);
            throw new WrongServerException(connection.Node.Address);
        }
        finally
        {
            slot?.Dispose();
            if (opened is null && connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }
}
