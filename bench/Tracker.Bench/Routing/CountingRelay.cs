using System.Net;
using System.Net.Sockets;

namespace Tracker.Bench.Routing;

/// <summary>Relays TCP connections and counts round trips: each time the client sends after the server has.</summary>
internal sealed class CountingRelay : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;
    private long _trips;

    private CountingRelay(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The round trips of all connections since the start.</summary>
    public long Trips => Interlocked.Read(ref _trips);

    public static CountingRelay To(string host, int port) => new(host, port);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using TcpClient server = new() { NoDelay = true };
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using (client)
        {
            client.NoDelay = true;
            await server.ConnectAsync(_host, _port, _stop.Token);
            int clientSentLast = 0;
            await Task.WhenAll(
                CopyAsync(
                    client.GetStream(),
                    server.GetStream(),
                    () => Interlocked.Add(ref _trips, 1 - Interlocked.Exchange(ref clientSentLast, 1)),
                    ended),
                CopyAsync(server.GetStream(), client.GetStream(), () => Interlocked.Exchange(ref clientSentLast, 0), ended));
        }
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, Action onReceived, CancellationTokenSource ended)
    {
        byte[] buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReadAsync(buffer, ended.Token) is > 0 and int length)
            {
                onReceived();
                await to.WriteAsync(buffer.AsMemory(0, length), ended.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // One side closed the connection, so close the other.
        }

        await ended.CancelAsync();
    }
}
