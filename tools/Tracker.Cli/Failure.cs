using System.Net.Sockets;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using Npgsql;
using Tracker.Cluster.Primitives;
using Tracker.Data.Migrations;
using Tracker.Geo.Fences;

namespace Tracker.Cli;

/// <summary>
/// Converts an exception to the message for the user: one line with the reason and, where there is one, a hint. Never a stack
/// trace.
/// </summary>
internal static class Failure
{
    public static string Describe(Exception failure)
    {
        if (failure is AggregateException { InnerExceptions: [var only] })
            return Describe(only);
        string reason = Reason(failure);
        return Hint(failure) is { } hint && !reason.Contains(hint, StringComparison.Ordinal) ? $"{reason} See: {hint}" : reason;
    }

    /// <summary>The command or file that helps with an exception of a library, which does not know the command line.</summary>
    private static string? Hint(Exception failure) => failure switch
    {
        ReplicasUnavailableException or NoNodeException or CommitNotReplicatedException => "./tracker lag",
        DatabaseUnavailableException or WrongServerException => "./tracker status",
        PoolExhaustedException => "./tracker pools",
        InvalidSettingException => ".env.example",
        _ => null,
    };

    private static string Reason(Exception failure) => failure switch
    {
        OperationCanceledException =>
            "Interrupted. Started processes continue in the background. See: ./tracker status. To stop them: ./tracker down.",
        CliException or ClusterException or InvalidFenceException or TimeoutException or NewerSchemaException or MigrationOrderException => failure.Message,
        _ when Hint(failure) is not null => failure.Message,
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } =>
            "The database has no tables yet. Create them: ./tracker migrate",
        PostgresException { SqlState: PostgresErrorCodes.UndefinedColumn } outdated =>
            $"The schema does not fit this version ({outdated.MessageText}). Apply pending migrations: ./tracker migrate",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } refused =>
            $"Authentication failed: {refused.MessageText}. Check POSTGRES_USER and POSTGRES_PASSWORD.",
        PostgresException refused => $"The database reported an error: {refused.MessageText} ({refused.SqlState}).",
        NpgsqlException { InnerException: SocketException or TimeoutException or IOException } unreachable =>
            $"The database does not answer: {unreachable.Message}. "
            + "Check the POSTGRES_* settings and that the cluster is running (./tracker status).",
        IOException or UnauthorizedAccessException => $"{failure.Message} Check the path, its permissions and the free disk space.",
        _ => $"{failure.GetType().Name}: {failure.Message}",
    };
}
