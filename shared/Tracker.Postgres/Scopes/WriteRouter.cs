using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes.Proofs;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>A requested write.</summary>
/// <param name="After">What the primary must show.</param>
/// <param name="WaitsForInFlightCommits">Whether to wait first for commits in flight on the primary, which a replica may have
/// shown.</param>
/// <param name="CallSite">Where the scope was opened.</param>
internal sealed record WriteRequest(TokenRequirement After, bool WaitsForInFlightCommits, CallSite CallSite);

/// <summary>Opens a write on the primary.</summary>
internal sealed class WriteRouter(
    DatabaseOptions options, ConnectionPool pool, TimelineHistoryCache histories, ScopeEnvironment environment, TimeProvider time, Action<string> rolledBack)
{
    /// <exception cref="WrongServerException">The server is in recovery, or was demoted and has not noticed.</exception>
    /// <exception cref="TokenNotProvenException">The server's timeline forked before the token.</exception>
    public async Task<WriteScope> OpenAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        PooledConnection connection = (await pool.RentAsync(default, request.CallSite, cancellationToken))!;
        try
        {
            if (request.WaitsForInFlightCommits)
            {
                await InFlightCommits.WaitAsync(connection, options.ReplicaWait, time, cancellationToken);
            }

            RouteDecision route = await WriteOpening.BeginAsync(connection, options, cancellationToken);
            connection.Node.Observe(route.State, time.GetTimestamp());
            if (await histories.JudgeAsync(request.After, route.State, connection, cancellationToken) == TokenStatus.NotYet)
            {
                throw new WrongServerException(route.Node);
            }

            return new WriteScope(
                connection,
                route,
                environment,
                caller => new CommitDeadline(connection.Connection, options, time, caller),
                decision => rolledBack(decision.Node));
        }
        catch
        {
            connection.Discard();
            await connection.DisposeAsync();
            throw;
        }
    }
}
