using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Monitoring;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes.Proofs;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes.Reads;

/// <summary>A read that is open on a server.</summary>
internal readonly record struct OpenedRead(PooledConnection Connection, RouteDecision Route, NpgsqlDataReader? Reader);

/// <summary>
/// Opens a read on a server that is fresh enough: a replica, then another one, then the primary within the fallback limit.
/// </summary>
internal sealed class ReadRouter(
    DatabaseOptions options, ConnectionPool replicas, ConnectionPool primary, NodeTable nodes, ClusterMonitor monitor, FallbackLimiter fallbacks, TimelineHistoryCache histories, TimeProvider time)
{
    private readonly FreshnessWait _freshness = new(histories, time);

    /// <exception cref="TokenNotProvenException">The server's timeline forked before the token.</exception>
    /// <exception cref="ReplicasUnavailableException">No replica meets the consistency, and the fallback limit is reached.</exception>
    public async Task<OpenedRead> OpenAsync(ReadRequest request, ReadOpening opening, CancellationToken cancellationToken)
    {
        WriteToken? proof = request.Consistency is ReadConsistency.BoundedStalenessRead { Limit: var limit } ? monitor.Lag.FindProof(limit) : null;
        ReadPlan plan = ReadPlan.Of(request.Consistency, options.ReadSplit, proof);
        try
        {
            return await RouteAsync(request, plan, opening, cancellationToken);
        }
        catch (Exception error) when (error is (TokenNotProvenException or ForeignTokenException) && request.Consistency is ReadConsistency.BoundedStalenessRead)
        {
            // The sample is from before a failover, or of another cluster, and proves nothing. The caller has not seen it.
            return await FallBackAsync(request, new ReadPlan(false, RouteReason.NoProof), opening, cancellationToken);
        }
    }

    private async Task<OpenedRead> RouteAsync(ReadRequest request, ReadPlan plan, ReadOpening opening, CancellationToken cancellationToken)
    {
        if (!plan.OnReplica)
        {
            return plan.Reason == RouteReason.NoProof
                ? await FallBackAsync(request, plan, opening, cancellationToken)
                : await OpenOnPrimaryAsync(request, plan, opening, null, cancellationToken);
        }

        PooledConnection? first = request.AvoidsReplicas ? null : await replicas.RentAsync(new NodePreference(plan.Requirement.MustShow, request.Avoid), request.CallSite, cancellationToken);
        if (first is null)
        {
            return await FallBackAsync(request, plan with { Reason = RouteReason.RecoveryConflicts }, opening, cancellationToken);
        }

        if (IsPrimaryFallback(first))
        {
            await first.DisposeAsync();
            return await FallBackAsync(request, plan with { Reason = RouteReason.NoReplica }, opening, cancellationToken);
        }

        // The first replica gets half of the wait, the second one the rest.
        long started = time.GetTimestamp();
        if (await TryReplicaAsync(request, first, plan, opening, options.ReplicaWait / 2, cancellationToken) is { } opened)
        {
            return opened;
        }

        PooledConnection? second = await replicas.RentAsync(new NodePreference(plan.Requirement.MustShow, first.Node), request.CallSite, cancellationToken);
        if (second is not null && IsPrimaryFallback(second))
        {
            await second.DisposeAsync();
        }
        else if (second is not null && await TryReplicaAsync(request, second, plan, opening, options.ReplicaWait - time.GetElapsedTime(started), cancellationToken) is { } other)
        {
            return other;
        }

        return await FallBackAsync(request, plan with { Reason = RouteReason.ReplicasBehind }, opening, cancellationToken);
    }

    private async Task<OpenedRead?> TryReplicaAsync(
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

            // The replica was just promoted. The read is a fallback like any other and needs a slot.
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

    // A proxy leads the read port to the primary while no replica is up. If the cluster has replicas, that is a fallback.
    private bool IsPrimaryFallback(PooledConnection connection) => connection.Node.Role == NodeRole.Primary && nodes.HasReplicas;

    private async Task<OpenedRead> FallBackAsync(ReadRequest request, ReadPlan plan, ReadOpening opening, CancellationToken cancellationToken)
    {
        IDisposable? slot = null;
        if (nodes.HasReplicas && (slot = await fallbacks.AcquireAsync(cancellationToken)) is null)
        {
            return request.Consistency.AllowsStale
                ? await OpenStaleAsync(request, opening, cancellationToken)
                : throw Unavailable("No replica is fresh enough, and the fallback limit of the primary is reached.");
        }

        try
        {
            return await OpenOnPrimaryAsync(request, plan, opening, slot, cancellationToken);
        }
        catch (Exception error) when (request.Consistency.AllowsStale && TransientErrors.Classify(error) != ErrorVerdict.Permanent)
        {
            return await OpenStaleAsync(request, opening, cancellationToken);
        }
    }

    private async Task<OpenedRead> OpenStaleAsync(ReadRequest request, ReadOpening opening, CancellationToken cancellationToken)
    {
        PooledConnection connection = (await replicas.RentAsync(default, request.CallSite, cancellationToken))!;
        if (IsPrimaryFallback(connection))
        {
            await connection.DisposeAsync();
            throw Unavailable("No replica is up to serve the read stale, and the fallback limit of the primary is reached.");
        }

        OpenedRead stale = await TryReplicaAsync(request, connection, new ReadPlan(true, RouteReason.Stale), opening, TimeSpan.Zero, cancellationToken)
            ?? throw Unavailable("No replica is up to serve the read stale.");
        return stale with { Route = stale.Route with { Lag = monitor.Lag.LagOf(stale.Route.State) } };
    }

    private async Task<OpenedRead> OpenOnPrimaryAsync(
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
