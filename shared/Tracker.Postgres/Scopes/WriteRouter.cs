using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>What a write asked for.</summary>
/// <param name="After">What must have happened before it.</param>
/// <param name="Settles">What was seen on a replica must be on the primary first.</param>
/// <param name="Opener">Who asked.</param>
internal sealed record WriteRequest(TokenDemand After, bool Settles, Opener Opener);

/// <summary>Opens a write on the primary.</summary>
internal sealed class WriteRouter(
    DatabaseOptions options, ConnectionPool pool, TimelineHistories histories, ScopeEnvironment environment, TimeProvider time, Action<string> abandoned)
{
    /// <exception cref="WrongServerException">The server is in recovery, or was demoted and does not know it.</exception>
    /// <exception cref="TokenNotProvenException">A failover left the token's timeline before its position.</exception>
    public async Task<WriteScope> OpenAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        PooledConnection connection = (await pool.RentAsync(default, request.Opener, cancellationToken))!;
        try
        {
            if (request.Settles)
            {
                await Settling.WaitAsync(connection, options.ReplicaWait, time, cancellationToken);
            }

            RouteDecision route = await WriteOpening.BeginAsync(connection, options, cancellationToken);
            connection.Node.Saw(route, time.GetTimestamp());
            if (await histories.JudgeAsync(request.After, route, connection, cancellationToken) == TokenStanding.NotYet)
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
