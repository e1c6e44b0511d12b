using Tracker.Data.Configuration;
using Tracker.Data.Connections;
using Tracker.Data.Consistency;
using Tracker.Data.Retries;
using Tracker.Data.Routing;

namespace Tracker.Data.Scopes;

/// <summary>What a write asked for.</summary>
/// <param name="After">It must happen after this; null: nothing is asked.</param>
/// <param name="Settles">What was seen on a replica must be on the primary first.</param>
/// <param name="Opener">Who asked.</param>
internal sealed record WriteRequest(WriteToken? After, bool Settles, Opener Opener);

/// <summary>Opens a write on the primary.</summary>
internal sealed class WriteRouter(
    DatabaseOptions options, ConnectionPool pool, ScopeEnvironment environment, TimeProvider time, Action<string> abandoned)
{
    private readonly TimelineHistories _histories = new();

    /// <exception cref="WrongServerException">The server is in recovery, or was demoted and does not know it.</exception>
    /// <exception cref="TokenNotProvenException">A failover left the token's timeline before its position.</exception>
    public async Task<WriteScope> OpenAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        PooledConnection connection = (await pool.RentAsync(default, request.Opener, cancellationToken))!;
        try
        {
            if (request.Settles && !await Settling.WaitAsync(connection.Connection, options.ReplicaWait, time, cancellationToken))
            {
                throw new CommitsUnderWayException(connection.Node.Address);
            }

            RouteDecision route = await WriteOpening.BeginAsync(connection, options, cancellationToken);
            connection.Node.Saw(route, time.GetTimestamp());
            if (request.After is { } token)
            {
                await RequireAsync(connection, route, token, cancellationToken);
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

    private async Task RequireAsync(PooledConnection connection, RouteDecision route, WriteToken token, CancellationToken cancellationToken)
    {
        TimelineHistory? history = TokenProof.NeedsHistory(route, token) ? await _histories.OfAsync(route.Timeline!.Value, connection, cancellationToken) : null;
        switch (TokenProof.Judge(route, token, history))
        {
            case TokenStanding.NotProven:
                throw new TokenNotProvenException(token, route.Timeline!.Value);
            case TokenStanding.NotYet:
                throw new WrongServerException(route.Node);
        }
    }
}
