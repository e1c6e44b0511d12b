using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Tracker.Hosting.Tests.Sample;

namespace Tracker.Hosting.Tests.Logging;

public sealed partial class UnreadLogTests
{
    // Each run logs 200 lines: more than the pipe and the queue hold together.
    private const int Runs = 200;

    [Fact]
    public async Task Service_whose_log_nobody_reads_goes_on_counts_what_it_drops_and_stops_when_asked()
    {
        int port = FreePort();
        await using SampleProcess service = SampleProcess.StartUnread(
            ("TRACKER_HTTP_PORT", $"{port}"), ("TRACKER_SAMPLE_INTERVAL", "10ms"), ("TRACKER_SAMPLE_BATCHES", "100"));
        using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10) };
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(60));
        string metrics = "";
        while (ValueOf("tracker_job_runs_total", metrics) < Runs)
        {
            metrics = await MetricsAsync(client, deadline.Token);
            await Task.Delay(50, deadline.Token);
        }

        Assert.True(ValueOf("tracker_log_dropped_total", metrics) > 0, metrics);
        service.Terminate();
        Assert.Equal(0, (await service.EndAsync()).Code);
    }

    private static async Task<string> MetricsAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        }
        catch (HttpRequestException)
        {
            // It has not started to listen.
            return "";
        }
    }

    private static long ValueOf(string metric, string metrics) =>
        Value().Matches(metrics).Where(line => line.Groups["name"].Value == metric).Sum(line => long.Parse(line.Groups["value"].Value));

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"^(?<name>\w+)(\{[^}]*\})? (?<value>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Value();
}
