using System.Collections.Concurrent;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes.Proofs;

/// <summary>The timeline histories, each queried once from a server on that timeline.</summary>
internal sealed class TimelineHistoryCache
{
    // Created by SchemaScripts.TimelineHistory: only superusers can read the file.
    private const string Sql = "SELECT cluster.timeline_history($1)";

    private readonly ConcurrentDictionary<(long SystemId, int Timeline), TimelineHistory> _known = new();

    /// <summary>The history if it was queried before; otherwise null.</summary>
    public TimelineHistory? Known(NodeState server) =>
        server.Timeline is { } timeline && _known.TryGetValue((server.SystemId, timeline), out TimelineHistory? known) ? known : null;

    /// <summary>Checks a requirement against a server's state. Queries the timeline's history if it is needed.</summary>
    /// <exception cref="TokenNotProvenException">The server's timeline forked before a token, or cannot be proven not to have.</exception>
    public async Task<TokenStatus> JudgeAsync(TokenRequirement requirement, NodeState server, PooledConnection connection, CancellationToken cancellationToken)
    {
        TimelineHistory? history = requirement.NeedsHistory(server) ? await GetAsync(server, connection, cancellationToken) : null;
        return requirement.NotProven(server, history) is { } token
            ? throw new TokenNotProvenException(token, server.Timeline!.Value)
            : requirement.Judge(server, history);
    }

    /// <summary>Null if the function is not installed, or the file does not exist.</summary>
    private async Task<TimelineHistory?> GetAsync(NodeState server, PooledConnection connection, CancellationToken cancellationToken)
    {
        if (Known(server) is { } known)
        {
            return known;
        }

        int timeline = server.Timeline!.Value;

        try
        {
            await using var command = new NpgsqlCommand(Sql, connection.Connection) { Parameters = { new NpgsqlParameter { Value = timeline } } };
            return await command.ExecuteScalarAsync(cancellationToken) is string file
                ? _known.GetOrAdd((server.SystemId, timeline), TimelineHistory.Parse(timeline, file))
                : null;
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.InsufficientPrivilege)
        {
            return null;
        }
    }
}
