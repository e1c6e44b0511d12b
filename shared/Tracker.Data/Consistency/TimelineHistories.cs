using System.Collections.Concurrent;
using Npgsql;
using Tracker.Data.Connections;

namespace Tracker.Data.Consistency;

/// <summary>The histories of the timelines, each asked once of a server that is on it.</summary>
internal sealed class TimelineHistories
{
    // A function of the cluster's own (deploy/postgresql/roles.sql): the file is for superusers only.
    private const string Sql = "SELECT cluster.timeline_history($1)";

    private readonly ConcurrentDictionary<int, TimelineHistory> _known = new();

    /// <summary>Of one that was asked before.</summary>
    public TimelineHistory? Known(int? timeline) => timeline is { } number && _known.TryGetValue(number, out TimelineHistory? known) ? known : null;

    /// <summary>Null where the server doesn't tell: the function is not installed, or the file is not there.</summary>
    public async Task<TimelineHistory?> OfAsync(int timeline, PooledConnection connection, CancellationToken cancellationToken)
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
