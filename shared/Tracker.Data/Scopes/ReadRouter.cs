using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tracker.Data.Configuration;
using Tracker.Data.Connections;
using Tracker.Data.Consistency;
using Tracker.Data.Routing;

namespace Tracker.Data.Scopes;

/// <summary>Opens a read on a server that is fresh enough: a replica, after a bounded wait, else the primary.</summary>
internal sealed class ReadRouter(
    DatabaseOptions options,
    ConnectionPool replicas,
    ConnectionPool primary,
    Func<DbContext> contexts,
    PrimaryPositionMonitor monitor,
    TimeProvider time)
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(50);

    public Task<ReadScope> OpenAsync(ReadConsistency consistency, bool snapshot, CancellationToken cancellationToken)
    {
        if (!options.ReadSplit)
        {
            return OpenOnPrimaryAsync(
                RouteReason.ReadSplitOff, snapshot, cancellationToken, (consistency as ReadConsistency.AtLeastRead)?.Token);
        }

        return consistency switch
        {
            ReadConsistency.PrimaryRead => OpenOnPrimaryAsync(RouteReason.PrimaryRequested, snapshot, cancellationToken),
            ReadConsistency.AtLeastRead { Token: var token } => OpenAtLeastAsync(token, snapshot, cancellationToken),
            ReadConsistency.BoundedStalenessRead { Limit: var limit } => monitor.Proving(limit) is { } position
                ? OpenAtLeastAsync(position, snapshot, cancellationToken)
                : OpenOnPrimaryAsync(RouteReason.NoProof, snapshot, cancellationToken),
            _ => OpenEventualAsync(snapshot, cancellationToken),
        };
    }

    private async Task<ReadScope> OpenEventualAsync(bool snapshot, CancellationToken cancellationToken)
    {
        PooledConnection connection = await replicas.OpenAsync(cancellationToken);
        RouteDecision route = await ReadOpening.BeginAsync(connection, snapshot, cancellationToken);
        return Scope(connection, route with { Reason = route.Role == NodeRole.Replica ? RouteReason.Replica : RouteReason.NoReplica });
    }

    private async Task<ReadScope> OpenAtLeastAsync(WriteToken token, bool snapshot, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        TimeSpan poll = ShortestPoll;
        PooledConnection connection = await replicas.OpenAsync(cancellationToken);
        while (true)
        {
            RouteDecision route = await ReadOpening.CheckThenBeginAsync(connection, snapshot, cancellationToken);
            bool shows;
            try
            {
                shows = TokenProof.Shows(route, token);
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }

            if (shows)
            {
                return Scope(connection, route with
                {
                    Reason = route.Role == NodeRole.Replica ? RouteReason.ReplicaCaughtUp : RouteReason.NoReplica,
                });
            }

            if (time.GetElapsedTime(started) + poll > options.ReplicaWait)
            {
                await ReadOpening.AbandonAsync(connection, cancellationToken);
                return await OpenOnPrimaryAsync(RouteReason.ReplicasBehind, snapshot, cancellationToken, token);
            }

            await ReadOpening.EndAsync(connection, cancellationToken);
            await WaitAsync(connection, poll, cancellationToken);
            poll = poll * 2 > LongestPoll ? LongestPoll : poll * 2;
        }
    }

    private async Task WaitAsync(PooledConnection connection, TimeSpan poll, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(poll, time, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<ReadScope> OpenOnPrimaryAsync(
        RouteReason reason, bool snapshot, CancellationToken cancellationToken, WriteToken? token = null)
    {
        PooledConnection connection = await primary.OpenAsync(cancellationToken);
        RouteDecision route = await ReadOpening.BeginAsync(connection, snapshot, cancellationToken);
        if (route.Role == NodeRole.Primary && (token is not { } asked || TokenProof.Shows(route, asked)))
        {
            return Scope(connection, route with { Reason = reason });
        }

        await ReadOpening.AbandonAsync(connection, cancellationToken);
        primary.Purge();
        throw new Retries.WrongServerException(route.Node);
    }

    private ReadScope Scope(PooledConnection connection, RouteDecision route) => new(connection, route, contexts);
}
