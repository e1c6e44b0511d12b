using System.Net;
using System.Net.Sockets;

namespace Tracker.Tests;

/// <summary>A TCP relay on a port of its own. Connections that are open when it is told to swallow go on being open, and carry nothing.</summary>
internal sealed class SwallowingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _host;
    private readonly int _port;
    private readonly Lock _lock = new();
    private readonly List<Pair> _pairs = [];
    private readonly Task _accepting;

    private SwallowingRelay(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static SwallowingRelay To(string host, int port) => new(host, port);

    /// <summary>From now on the open connections carry nothing to the server (or only nothing back); new ones do.</summary>
    public void Swallow(bool onlyAnswers = false)
    {
        lock (_lock)
        {
            foreach (Pair pair in _pairs)
            {
                (pair.SwallowsRequests, pair.SwallowsAnswers) = (!onlyAnswers, true);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> running = [];
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync(_stop.Token);
                running.Add(RelayAsync(client));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using (client)
        using (Socket server = new(SocketType.Stream, ProtocolType.Tcp))
        {
            var pair = new Pair();
            lock (_lock)
            {
                _pairs.Add(pair);
            }

            await server.ConnectAsync(_host, _port);
            // The server's side stays open while the client's is swallowed: the server sees no end.
            await Task.WhenAll(CopyAsync(client, server, () => pair.SwallowsRequests), CopyAsync(server, client, () => pair.SwallowsAnswers));
        }
    }

    private async Task CopyAsync(Socket from, Socket to, Func<bool> swallows)
    {
        byte[] buffer = new byte[16_384];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, _stop.Token)) > 0)
            {
                if (!swallows())
                {
                    await to.SendAsync(buffer.AsMemory(0, read), _stop.Token);
                }
            }

            if (!swallows())
            {
                to.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side is gone.
        }
    }

    private sealed class Pair
    {
        public volatile bool SwallowsRequests;
        public volatile bool SwallowsAnswers;
    }
}
