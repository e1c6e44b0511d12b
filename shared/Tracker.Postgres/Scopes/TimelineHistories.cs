using System.Collections.Concurrent;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>The histories of the timelines, each asked once of a server that is on it.</summary>
internal sealed class TimelineHistories
{
    // A function of the cluster's own (deploy/postgresql/roles.sql): the file is for superusers only.
    private const string Sql = "SELECT cluster.timeline_history($1)";

    private readonly ConcurrentDictionary<int, TimelineHistory> _known = new();

    /// <summary>Of one that was asked before.</summary>
    public TimelineHistory? Known(int? timeline) => timeline is { } number && _known.TryGetValue(number, out TimelineHistory? known) ? known : null;

    /// <summary>Judges what a server said, and asks it for its timeline's history where that decides.</summary>
    /// <exception cref="TokenNotProvenException">Its timeline left a token behind, or can't be told not to have.</exception>
    public async Task<TokenStatus> JudgeAsync(TokenRequirement requirement, NodeState server, PooledConnection connection, CancellationToken cancellationToken)
    {
        TimelineHistory? history = requirement.NeedsHistory(server) ? await OfAsync(server.Timeline!.Value, connection, cancellationToken) : null;
        return requirement.NotProven(server, history) is { } token
            ? throw new TokenNotProvenException(token, server.Timeline!.Value)
            : requirement.Judge(server, history);
    }

    /// <summary>Null where the server doesn't tell: the function is not installed, or the file is not there.</summary>
    private async Task<TimelineHistory?> OfAsync(int timeline, PooledConnection connection, CancellationToken cancellationToken)
    {
        if (Known(timeline) is { } known)
        {
            return known;
        }

        try
        {
            await using var command = new NpgsqlCommand(Sql, connection.Connection) { Parameters = { new NpgsqlParameter { Value = timeline } } };
            return await command.ExecuteScalarAsync(cancellationToken) is string file
                ? _known.GetOrAdd(timeline, TimelineHistory.Parse(timeline, file))
                : null;
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.InsufficientPrivilege)
        {
            return null;
        }
    }
}
