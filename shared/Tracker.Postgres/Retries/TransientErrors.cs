using System.Net.Sockets;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>
/// Classifies errors: which are transient, so that the unit of work is retried as a whole, and which show that the pool's connections lead
/// to the wrong server.
/// </summary>
internal static class TransientErrors
{
    // PgBouncer reports all its own errors with 08P01 (protocol_violation), which Npgsql does not consider transient.
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
                // Without an NpgsqlException around it: the host's name could not be resolved.
                case SocketException:
                    return ErrorVerdict.Retry;
                default:
                    continue;
            }
        }

        return ErrorVerdict.Permanent;
    }

    /// <summary>Whether the server cancelled the work because of a conflict: on a replica, a recovery conflict.</summary>
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
        // A write on a replica or on a demoted primary: every connection of the pool may lead there.
        PostgresErrorCodes.ReadOnlySqlTransaction => ErrorVerdict.RetryOnNewConnections,
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable => ErrorVerdict.Retry,
        PostgresErrorCodes.TooManyConnections => ErrorVerdict.Retry,
        // idle_in_transaction_session_timeout: this process was suspended for too long.
        "25P03" => ErrorVerdict.Retry,
        PostgresErrorCodes.ProtocolViolation => PgBouncerTexts.Any(text => message.Contains(text, StringComparison.OrdinalIgnoreCase))
            ? ErrorVerdict.Retry
            : ErrorVerdict.Permanent,
        _ when sqlState.StartsWith("08", StringComparison.Ordinal) => ErrorVerdict.Retry,
        _ => ErrorVerdict.Permanent,
    };
}
