using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Npgsql;
using Npgsql.Internal;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>
/// The socket of a connection. Npgsql offers no way to break a command without a cancel request to the server, so its fields are accessed
/// directly.
/// </summary>
internal static class ConnectionSocket
{
    /// <summary>Closes the socket at once and discards what was not sent. The command in progress fails.</summary>
    /// <returns>False if this version of Npgsql keeps its socket elsewhere.</returns>
    public static bool TryAbort(NpgsqlConnection connection)
    {
        try
        {
            if (Connector(connection) is not { } connector || Socket(connector) is not { } socket)
            {
                // Broken already.
                return true;
            }

            // Without this the kernel would go on sending, and the command could arrive minutes later.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Dispose();
            return true;
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            return true;
        }
        catch (MissingMemberException)
        {
            return false;
        }
    }

#pragma warning disable NPG9001 // The type may change; see TryAbort.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Connector")]
    private static extern NpgsqlConnector? Connector(NpgsqlConnection connection);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_socket")]
    private static extern ref Socket? Socket(NpgsqlConnector connector);
#pragma warning restore NPG9001
}
