using System.Net.Sockets;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>
/// The catalogue of errors: which of them a new attempt of the whole unit of work may heal, and which of them say that the
/// pool's connections lead to the wrong server. docs/consistency.md has the same table in prose.
/// </summary>
internal static class TransientErrors
{
    // PgBouncer says everything of its own with 08P01, which Npgsql rightly calls a protocol violation and not transient.
    private static readonly string[] PgBouncerTexts =
    [
        "server login has been failing", "server conn crashed", "server connection crashed", "query_wait_timeout", "pgbouncer cannot connect to server",
        "server_login_retry", "client_login_timeout", "the database system is", "server shutdown", "connect timeout", "server_idle_timeout",
        "login failed", "pooler is shut down", "connection refused", "no more connections allowed", "server closed the connection", "server lifetime", "server unexpectedly",
    ];

    public static ErrorVerdict Classify(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case IClassifiedError classified:
                    return classified.Verdict;
                case PostgresException postgres:
                    return Classify(postgres.SqlState, postgres.MessageText);
                case NpgsqlException { InnerException: null }:
                    return ErrorVerdict.Permanent;
                case NpgsqlException { InnerException: TimeoutException or IOException or SocketException }:
                    return ErrorVerdict.Retry;
                default:
                    continue;
            }
        }

        return ErrorVerdict.Permanent;
    }

    /// <summary>Whether the server ended the work for somebody else's sake: on a replica, for the replay's.</summary>
    public static bool IsConflict(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected })
            {
                return true;
            }
        }

        return false;
    }

    public static ErrorVerdict Classify(string sqlState, string message) => sqlState switch
    {
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => ErrorVerdict.Retry,
        // A write on a server that is, or has become, a replica: every connection of the pool may lead there.
        PostgresErrorCodes.ReadOnlySqlTransaction => ErrorVerdict.RetryOnNewConnections,
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable => ErrorVerdict.Retry,
        PostgresErrorCodes.TooManyConnections => ErrorVerdict.Retry,
        // The server ended a transaction that stood still too long (this process was frozen).
        "25P03" => ErrorVerdict.Retry,
        PostgresErrorCodes.ProtocolViolation => PgBouncerTexts.Any(text => message.Contains(text, StringComparison.OrdinalIgnoreCase))
            ? ErrorVerdict.Retry
            : ErrorVerdict.Permanent,
        _ when sqlState.StartsWith("08", StringComparison.Ordinal) => ErrorVerdict.Retry,
        _ => ErrorVerdict.Permanent,
    };
}
