using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>Opens a read on one server, again and again while it is not there yet and waiting is worth while.</summary>
internal sealed class ReadAttempts(TimelineHistories histories, TimeProvider time)
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(50);

    /// <returns>Null: the server does not show what the read must show.</returns>
    /// <exception cref="TokenNotProvenException">The server's timeline left the token's before its position.</exception>
    public async Task<OpenedRead?> RunAsync(
        PooledConnection connection, ReadPlan plan, ReadOpening opening, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await LoopAsync(connection, plan, opening, patience, cancellationToken);
        }
        catch when (opening is ReadOpening.Snapshot)
        {
            connection.Discard();
            throw;
        }
    }

    private async Task<OpenedRead?> LoopAsync(
        PooledConnection connection, ReadPlan plan, ReadOpening opening, TimeSpan patience, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        TimeSpan poll = ShortestPoll;
        while (true)
        {
            NodeRole? expected = connection.Node.Role;
            RouteDecision facts;
            if (await opening.TryAsync(connection, plan, cancellationToken) is { } answer)
            {
                facts = answer.Facts;
                if (facts.Role == expected && plan.Demand.Judge(facts, histories.Known(facts.Timeline)) == TokenStanding.Shown)
                {
                    connection.Node.Saw(facts, time.GetTimestamp());
                    return new OpenedRead(connection, facts, answer.Reader);
                }

                await UndoAsync(connection, opening, answer.Reader, cancellationToken);
            }

            // Asked in full: what went along with the opening suits one role, and may have ended before it told anything.
            facts = await ReadTrip.AskAsync(connection, RouteReason.Introduction, cancellationToken);
            connection.Node.Saw(facts, time.GetTimestamp());
            if (facts.Role != expected)
            {
                continue;
            }

            TokenStanding standing = await histories.JudgeAsync(plan.Demand, facts, connection, cancellationToken);
            TimeSpan left = patience - time.GetElapsedTime(started);
            if (standing == TokenStanding.NotYet && (left < poll || !IsWorthWaiting(connection.Node, facts, plan.Demand.Shown, left)))
            {
                return null;
            }

            if (standing == TokenStanding.NotYet)
            {
                await Task.Delay(poll, time, cancellationToken);
                poll = poll * 2 > LongestPoll ? LongestPoll : poll * 2;
            }
        }
    }

    // A replica that is known not to replay that much in the time left is not waited for.
    private static bool IsWorthWaiting(Node node, RouteDecision facts, WriteToken? asked, TimeSpan left) =>
        node.Rate is not { } rate || asked is not { } token || facts.Timeline < token.Timeline || facts.Position >= token.Position
        || rate.CanReplay((long)((ulong)token.Position - (ulong)facts.Position), left);

    /// <summary>Undoes a trip whose server turned out not to do.</summary>
    public static async Task UndoAsync(PooledConnection connection, ReadOpening opening, NpgsqlDataReader? reader, CancellationToken cancellationToken)
    {
        if (reader is not null)
        {
            await reader.DisposeAsync();
        }

        await opening.UndoAsync(connection, cancellationToken);
    }
}
