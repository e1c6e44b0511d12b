using System.Net.Sockets;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Retries;
using Npgsql;
using Tracker.Cluster;
using Tracker.Geo.Fences;

namespace Tracker.Cli;

/// <summary>What the user reads where a command failed: one reason, never a stack trace.</summary>
internal static class Failure
{
    public static string Describe(Exception failure) => failure switch
    {
        AggregateException { InnerExceptions: [var only] } => Describe(only),
        OperationCanceledException => "Interrupted. What was started goes on in the background: ./tracker status shows it, ./tracker down stops it.",
        CliException or ClusterException or InvalidSettingException or InvalidFenceException or DatabaseUnavailableException or TimeoutException =>
            failure.Message,
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } => "The database has no tables yet. Make them: ./tracker migrate",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } refused =>
            $"The database refuses the user: {refused.MessageText}. Check POSTGRES_USER and POSTGRES_PASSWORD.",
        PostgresException refused => $"The database refused: {refused.MessageText} ({refused.SqlState}).",
        NpgsqlException { InnerException: SocketException or TimeoutException or IOException } silent =>
            $"The database does not answer: {silent.Message}. Check that the cluster is up (./tracker status) and the POSTGRES_* settings.",
        IOException or UnauthorizedAccessException => $"{failure.Message} Check the path, its permissions and the space on the disk.",
        _ => $"{failure.GetType().Name}: {failure.Message}",
    };
}
