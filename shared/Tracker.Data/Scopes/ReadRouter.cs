using Npgsql;
using Tracker.Data.Configuration;
using Tracker.Data.Connections;
using Tracker.Data.Consistency;
using Tracker.Data.Health;
using Tracker.Data.Retries;
using Tracker.Data.Routing;

namespace Tracker.Data.Scopes;

/// <summary>A read that has its server.</summary>
internal readonly record struct OpenedRead(PooledConnection Connection, RouteDecision Route, NpgsqlDataReader? Reader);

/// <summary>Opens a read on a server that is fresh enough: a replica, another one, else the primary, within the cap on such reads.</summary>
internal sealed class ReadRouter(
    DatabaseOptions options, ConnectionPool replicas, ConnectionPool primary, NodeTable nodes, ClusterMonitor monitor, FallbackGate gate, TimeProvider time)
{
    private readonly ReadAttempts _attempts = new(time);

    /// <exception cref="TokenNotProvenException">A failover left the token's timeline before its position.</exception>
    /// <exception cref="ReplicasUnavailableException">No replica can serve it, and the primary takes no more such reads.</exception>
    public async Task<OpenedRead> OpenAsync(ReadRequest request, ReadOpening opening, CancellationToken cancellationToken)
    {
        WriteToken? proof = request.Consistency is ReadConsistency.BoundedStalenessRead { Limit: var limit } ? monitor.Book.Proving(limit) : null;
        ReadPlan plan = ReadPlan.Of(request.Consistency, options.ReadSplit, proof);
        if (!plan.OnReplica)
        {
            return plan.Reason == RouteReason.NoProof
                ? await FallBackAsync(request, plan, opening, cancellationToken)
                : await OnPrimaryAsync(request, plan, opening, null, cancellationToken);
        }

        long started = time.GetTimestamp();
        // A replica that is not there yet has half of the time; another one the rest.
        PooledConnection first = (await replicas.RentAsync(new NodeWish(plan.Token), request.Opener, cancellationToken))!;
        if (await OnReplicaAsync(first, plan, opening, options.ReplicaWait / 2, cancellationToken) is { } opened)
        {
            return opened;
        }

        PooledConnection? second = await replicas.RentAsync(new NodeWish(plan.Token, first.Node), request.Opener, cancellationToken);
        if (second is not null && await OnReplicaAsync(second, plan, opening, options.ReplicaWait - time.GetElapsedTime(started), cancellationToken) is { } other)
        {
            return other;
        }

        return await FallBackAsync(request, plan with { Reason = RouteReason.ReplicasBehind }, opening, cancellationToken);
    }

    private async Task<OpenedRead?> OnReplicaAsync(
        PooledConnection connection, ReadPlan plan, ReadOpening opening, TimeSpan patience, CancellationToken cancellationToken)
    {
        OpenedRead? opened = null;
        try
        {
            // The read port led to the primary, which stands in while no replica is up.
            if (connection.Node.Role == NodeRole.Primary && nodes.HasReplicas)
            {
                connection.Place = await gate.EnterAsync(cancellationToken)
                    ?? throw new ReplicasUnavailableException("No replica is up, and the primary serves as many reads in their place as it may.");
            }

            opened = await _attempts.RunAsync(connection, plan, opening, patience, cancellationToken);
            return opened is { Route.Role: NodeRole.Primary } stoodIn ? stoodIn with { Route = stoodIn.Route with { Reason = RouteReason.NoReplica } } : opened;
        }
        finally
        {
            if (opened is null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private async Task<OpenedRead> FallBackAsync(ReadRequest request, ReadPlan plan, ReadOpening opening, CancellationToken cancellationToken)
    {
        IDisposable? place = null;
        if (nodes.HasReplicas && (place = await gate.EnterAsync(cancellationToken)) is null)
        {
            return request.Consistency.AllowsStale
                ? await StaleAsync(request, opening, cancellationToken)
                : throw new ReplicasUnavailableException("No replica is fresh enough, and the primary serves as many reads in their place as it may.");
        }

        try
        {
            return await OnPrimaryAsync(request, plan, opening, place, cancellationToken);
        }
        catch (Exception error) when (request.Consistency.AllowsStale && TransientErrors.Classify(error) != ErrorVerdict.Permanent)
        {
            return await StaleAsync(request, opening, cancellationToken);
        }
    }

    private async Task<OpenedRead> StaleAsync(ReadRequest request, ReadOpening opening, CancellationToken cancellationToken)
    {
        PooledConnection connection = (await replicas.RentAsync(default, request.Opener, cancellationToken))!;
        return await OnReplicaAsync(connection, new ReadPlan(true, RouteReason.Stale, null), opening, TimeSpan.Zero, cancellationToken)
            ?? throw new ReplicasUnavailableException("No server serves the read, not even stale.");
    }

    private async Task<OpenedRead> OnPrimaryAsync(
        ReadRequest request, ReadPlan plan, ReadOpening opening, IDisposable? place, CancellationToken cancellationToken)
    {
        OpenedRead? opened = null;
        PooledConnection? connection = null;
        try
        {
            connection = (await primary.RentAsync(default, request.Opener, cancellationToken))!;
            connection.Place = place;
            place = null;
            if (request.Consistency is ReadConsistency.SessionRead { Settles: true } && !await Settling.WaitAsync(connection.Connection, options.ReplicaWait, time, cancellationToken))
            {
                throw new ReplicasUnavailableException("What the session saw on a replica is not on the primary yet: commits there wait for their standby.");
            }

            opened = await _attempts.RunAsync(connection, plan, opening, TimeSpan.Zero, cancellationToken);
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
            place?.Dispose();
            if (opened is null && connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }
}
