using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Tracker.Cluster.Configuration;
using Tracker.Cluster.Primitives;
using Tracker.Cluster.Tests.Configuration;

namespace Tracker.Cluster.Tests.Containers;

/// <summary>The health check of the HAProxy image, on HAProxy and a node that answers only when it is told to.</summary>
[Collection("cluster")]
public sealed class ProxyHealthTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tracker-proxy-").FullName;
    private readonly TcpListener _patroni = new(IPAddress.Loopback, 0);
    private readonly TcpListener _pooler = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _isPrimary = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _end = new();
    private readonly int _stats = FreePort();
    private Process? _proxy;

    public void Dispose()
    {
        _end.Cancel();
        _proxy?.Kill();
        _proxy?.Dispose();
        _patroni.Dispose();
        _pooler.Dispose();
        _end.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task The_proxy_is_not_healthy_before_a_check_has_found_the_primary()
    {
        StartNode();
        StartProxy();

        await UntilAsync("HAProxy did not count the unchecked server as active", async () => await AnswersAsync("/metrics?scope=backend", "haproxy_backend_active_servers{proxy=\"write\"} 1"));
        Assert.False(await HealthCheckAsync());

        _isPrimary.SetResult();
        await UntilAsync("The proxy did not become healthy", HealthCheckAsync);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task UntilAsync(string what, Func<Task<bool>> question) =>
        Condition.WaitAsync(what, ClusterFixture.Deadline, async _ => await question() ? null : "not yet", CancellationToken.None);

    private void StartNode()
    {
        _patroni.Start();
        _pooler.Start();
        _ = ServeAsync(_patroni, "HTTP/1.0 200 OK\r\n\r\n");
        _ = ServeAsync(_pooler, "N");
    }

    private async Task ServeAsync(TcpListener listener, string answer)
    {
        while (!_end.IsCancellationRequested)
        {
            TcpClient client = await listener.AcceptTcpClientAsync(_end.Token);
            _ = RespondAsync(client, answer);
        }
    }

    private async Task RespondAsync(TcpClient client, string answer)
    {
        using (client)
        {
            NetworkStream stream = client.GetStream();
            await stream.ReadExactlyAsync(new byte[8], _end.Token);
            await _isPrimary.Task.WaitAsync(_end.Token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _end.Token);
        }
    }

    private void StartProxy()
    {
        Dictionary<string, string> values = new()
        {
            ["NODE_NAME"] = "node1",
            ["NODE_ADDRESS"] = "127.0.0.1",
            ["PATRONI_PORT"] = Port(_patroni),
            ["PGBOUNCER_PORT"] = Port(_pooler),
            ["HAPROXY_ADDRESS"] = "127.0.0.1",
            ["HAPROXY_WRITE_PORT"] = $"{FreePort()}",
            ["HAPROXY_READ_PORT"] = $"{FreePort()}",
            ["HAPROXY_STATS_PORT"] = $"{_stats}",
            ["HAPROXY_STATS_PASSWORD"] = "secret",
            ["HAPROXY_NAMES"] = "",
        };
        values["HAPROXY_WRITE_SERVERS"] = DeployTemplate.Render("haproxy/write-server.cfg", values);
        values["HAPROXY_READ_SERVERS"] = DeployTemplate.Render("haproxy/read-server.cfg", values);
        string configuration = Path.Combine(_directory, "haproxy.cfg");
        File.WriteAllText(configuration, DeployTemplate.Render("haproxy/haproxy.cfg", values));
        _proxy = Process.Start(DebianTools.Proxy, ["-db", "-q", "-f", configuration]);

        static string Port(TcpListener listener) => $"{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    /// <summary>Runs the image's own command, with the port of this HAProxy.</summary>
    private Task<bool> HealthCheckAsync()
    {
        string image = File.ReadAllText(DeployFolder.File("containers/haproxy/Dockerfile"));
        string command = image[(image.IndexOf("    CMD [", StringComparison.Ordinal) + "    CMD ".Length)..];
        string[] words = JsonSerializer.Deserialize<string[]>(command[..command.IndexOf('\n', StringComparison.Ordinal)])!;
        Assert.Equal(["answers", "1936"], words[..2]);
        return AnswersAsync(words[2], words[3]);
    }

    private async Task<bool> AnswersAsync(string path, string pattern)
    {
        // The script asks the container's own name.
        string name = Path.Combine(_directory, "hostname");
        File.WriteAllText(name, "#!/bin/sh\necho 127.0.0.1\n");
        File.SetUnixFileMode(name, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        ProcessStartInfo start = new(DeployFolder.File("containers/answers"), [$"{_stats}", path, pattern]) { UseShellExecute = false };
        start.Environment["PATH"] = $"{_directory}:{Environment.GetEnvironmentVariable("PATH")}";
        using Process answers = Process.Start(start)!;
        await answers.WaitForExitAsync();
        return answers.ExitCode == 0;
    }
}
