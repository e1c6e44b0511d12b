using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>What a write asked for.</summary>
/// <param name="After">What must have happened before it.</param>
/// <param name="WaitsForInFlightCommits">Commits that a replica may have shown must have ended on the primary first.</param>
/// <param name="CallSite">Where the scope was opened.</param>
internal sealed record WriteRequest(TokenRequirement After, bool WaitsForInFlightCommits, CallSite CallSite);

/// <summary>Opens a write on the primary.</summary>
internal sealed class WriteRouter(
    DatabaseOptions options, ConnectionPool pool, TimelineHistories histories, ScopeEnvironment environment, TimeProvider time, Action<string> abandoned)
{
    /// <exception cref="WrongServerException">The server is in recovery, or was demoted and does not know it.</exception>
    /// <exception cref="TokenNotProvenException">A failover left the token's timeline before its position.</exception>
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

            return new WriteScope(connection, route, environment, decision => abandoned(decision.Node));
        }
        catch
        {
            connection.Discard();
            await connection.DisposeAsync();
            throw;
        }
    }
}
