using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Tests.Connections;

/// <summary>PgBouncer passes the reason of a refused login on to some clients, and tells the others only that its logins fail.</summary>
public sealed class RepeatedRefusalTests : IAsyncLifetime
{
    private const string WrongPassword = "28P01 password authentication failed";
    private const string WrongTls = "28000 no pg_hba.conf entry for host, no encryption";
    private const string Repeated = "08P01 server login has been failing, try again later (server_login_retry)";

    private readonly NodeTable _nodes = new();
    private readonly RefusingServer _one = new();
    private readonly RefusingServer _other = new();
    private ConnectionFactory _factory = null!;

    public Task InitializeAsync()
    {
        Dictionary<string, string?> settings = new(StringComparer.Ordinal)
        {
            ["POSTGRES_HOSTS"] = $"{_one.Address},{_other.Address}",
            ["POSTGRES_USER"] = "user",
            ["POSTGRES_PASSWORD"] = "password",
            ["POSTGRES_DB"] = "db",
            ["POSTGRES_SSLMODE"] = "disable",
        };
        _factory = new ConnectionFactory(PoolKind.Read, DatabaseSettings.Read(settings.GetValueOrDefault, "refusals"), _nodes, TimeProvider.System);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _factory.DisposeAsync();
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Node_that_only_says_that_logins_fail_is_refused_for_the_reason_that_it_gave_before()
    {
        _one.Error = WrongPassword;
        InvalidSettingException first = await Assert.ThrowsAsync<InvalidSettingException>(() => OpenAsync(_one));
        _one.Error = Repeated;
        Assert.Same(first, await Assert.ThrowsAsync<InvalidSettingException>(() => OpenAsync(_one)));
    }

    [Fact]
    public async Task Refusal_of_one_node_is_not_the_reason_of_another()
    {
        _one.Error = WrongPassword;
        await Assert.ThrowsAsync<InvalidSettingException>(() => OpenAsync(_one));
        _other.Error = Repeated;
        await Assert.ThrowsAsync<PostgresException>(() => OpenAsync(_other));
    }

    [Fact]
    public async Task Only_a_refused_login_is_the_reason_of_a_login_that_fails()
    {
        _one.Error = WrongTls;
        InvalidSettingException tls = await Assert.ThrowsAsync<InvalidSettingException>(() => OpenAsync(_one));
        Assert.Equal("POSTGRES_SSLMODE", tls.Setting);
        _one.Error = Repeated;
        await Assert.ThrowsAsync<PostgresException>(() => OpenAsync(_one));
    }

    private Task<PhysicalConnection> OpenAsync(RefusingServer server) => _factory.OpenAsync(_nodes.At(server.Address), CancellationToken.None);

    // Answers each client's first message with an error.
    private sealed class RefusingServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _serving;

        public RefusingServer()
        {
            _listener.Start();
            _serving = ServeAsync();
        }

        public string Address => _listener.LocalEndpoint.ToString()!;

        public string Error { get; set; } = "";

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _listener.Dispose();
            _stop.Dispose();
        }

        private async Task ServeAsync()
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                NetworkStream stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[1024], _stop.Token);
                byte[] fields = Encoding.ASCII.GetBytes($"SFATAL\0VFATAL\0C{Error[..5]}\0M{Error[6..]}\0\0");
                byte[] message = [(byte)'E', 0, 0, 0, 0, .. fields];
                BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), fields.Length + 4);
                await stream.WriteAsync(message, _stop.Token);
            }
        }
    }
}
