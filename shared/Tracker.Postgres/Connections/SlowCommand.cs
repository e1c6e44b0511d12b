using EFCore.ReadWriteSplitting.Retries;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>Tells a command that is too slow from a server that does not answer: both end in the same error of Npgsql.</summary>
internal static class SlowCommand
{
    private static readonly TimeSpan CancellationTimeout = TimeSpan.FromMilliseconds(Endpoint.CancellationMilliseconds);

    /// <summary>
    /// Whether a command timed out. EF Core wraps the error. An error of this library comes from another scope, which has explained it.
    /// </summary>
    public static bool Is(Exception error)
    {
        for (Exception? cause = error; cause is not null && cause.GetType().Assembly != typeof(SlowCommand).Assembly; cause = cause.InnerException)
        {
            if (cause is NpgsqlException { InnerException: TimeoutException })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The error of a command that timed out. The server is up if it has answered the cancel request, so that the connection is still open.
    /// A proxy may lead the cancel request to another node, which ignores it: then the connection is broken, and whether the node answers on
    /// other connections decides.
    /// </summary>
    public static Exception Explain(Exception error, PooledConnection connection)
    {
        var timeout = new CommandTimeoutException(connection.Options.CommandTimeout, connection.Options.SettingPrefix + "COMMAND_TIMEOUT", error);
        if (!connection.IsOpen && !connection.WasNodeSeenWithin(CancellationTimeout + connection.Options.ProbeTimeout))
        {
            return new UnansweredCommandException(timeout);
        }

        connection.KeepOthers();
        return timeout;
    }
}
