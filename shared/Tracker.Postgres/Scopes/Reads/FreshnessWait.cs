using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes.Proofs;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes.Reads;

/// <summary>Opens a read on one server; polls while the server is not fresh enough and waiting can help.</summary>
internal sealed class FreshnessWait(TimelineHistoryCache histories, TimeProvider time)
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(50);

    /// <returns>Null where the server is not fresh enough within <paramref name="limit"/>.</returns>
    /// <exception cref="TokenNotProvenException">The server's timeline forked before the token.</exception>
    public async Task<OpenedRead?> RunAsync(
        PooledConnection connection, ReadPlan plan, ReadOpening opening, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await PollAsync(connection, plan, opening, limit, cancellationToken);
        }
        catch when (opening is ReadOpening.Snapshot)
        {
            connection.Discard();
            throw;
        }
    }

    /// <summary>Undoes an opening on a server that does not qualify.</summary>
    public static async Task UndoAsync(PooledConnection connection, ReadOpening opening, NpgsqlDataReader? reader, CancellationToken cancellationToken)
    {
        if (reader is not null)
        {
            await reader.DisposeAsync();
        }

        await opening.UndoAsync(connection, cancellationToken);
    }

    private async Task<OpenedRead?> PollAsync(
        PooledConnection connection, ReadPlan plan, ReadOpening opening, TimeSpan limit, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        TimeSpan poll = ShortestPoll;
        while (true)
        {
            NodeRole? expected = connection.Node.Role;
            if (await opening.TryAsync(connection, plan, cancellationToken) is { } answer)
            {
                if (answer.State.Role == expected
                    && plan.Requirement.Judge(answer.State, histories.Known(answer.State)) == TokenStatus.Shown)
                {
                    connection.Node.Observe(answer.State, time.GetTimestamp());
                    return new OpenedRead(connection, new RouteDecision(answer.State, plan.Reason, connection.Node.Lag), answer.Reader);
                }

                await UndoAsync(connection, opening, answer.Reader, cancellationToken);
            }

            // The check in an opening expects one role and may fail without a result, so query the full state.
            NodeState state = await ServerFacts.AskAsync(connection, cancellationToken);
            connection.Node.Observe(state, time.GetTimestamp());
            if (state.Role != expected)
            {
                continue;
            }

            TokenStatus status = await histories.JudgeAsync(plan.Requirement, state, connection, cancellationToken);
            if (status == TokenStatus.NotYet)
            {
                TimeSpan left = limit - time.GetElapsedTime(started);
                if (left < poll || !CanCatchUp(connection.Node, state, plan.Requirement.MustShow, left))
                {
                    return null;
                }

                await Task.Delay(poll, time, cancellationToken);
                poll = poll * 2 > LongestPoll ? LongestPoll : poll * 2;
            }
        }
    }

    // A replica that is known to replay too slowly for the time left is not waited for.
    private static bool CanCatchUp(Node node, NodeState state, WriteToken? required, TimeSpan left) =>
        node.Rate is not { } rate || required is not { } token || state.Timeline < token.Timeline || state.Position >= token.Position
        || rate.CanReplay((long)((ulong)token.Position - (ulong)state.Position), left);
}
