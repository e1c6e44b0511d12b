using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Tracker.Hosting.Tests.Sample;

namespace Tracker.Hosting.Tests.Startup;

public sealed class FailedStartTests
{
    [Theory]
    [InlineData("TRACKER_SAMPLE_INTERVAL", "00:00:00", "TRACKER_SAMPLE_INTERVAL: is '0ms'. Use a time with its unit (500ms, 30s, 5m, 1h) from 10ms to 1h.")]
    [InlineData("TRACKER_SAMPLE_INTERVAL", "often", "TRACKER_SAMPLE_INTERVAL: is 'often'. Use a time with its unit (500ms, 30s, 5m, 1h) from 10ms to 1h.")]
    [InlineData("TRACKER_HTTP_PORT", "70000", "TRACKER_HTTP_PORT: is '70000'. Use a port from 1 to 65535")]
    [InlineData("TRACKER_HTTP_ADDRESS", "localhost", "TRACKER_HTTP_ADDRESS: is 'localhost'. Use an IP address")]
    [InlineData("TRACKER_LOG_LEVEL", "Loud", "TRACKER_LOG_LEVEL: is 'Loud'. Use one of Trace, Debug")]
    [InlineData("TRACKER_JOB_STOP_LIMIT", "2h", "TRACKER_JOB_STOP_LIMIT: is '2h'. Use a time with its unit (500ms, 30s, 5m, 1h) from 100ms to 1h.")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "OTEL_EXPORTER_OTLP_ENDPOINT: is 'collector'. Use a URL, such as http://127.0.0.1:4317.")]
    [InlineData("POSTGRES_PASSWORD_FILE", "/nowhere/at/all", "POSTGRES_PASSWORD_FILE: '/nowhere/at/all' can't be read")]
    public async Task Wrong_setting_gives_one_line_that_names_it_and_exit_code_1(string name, string value, string message)
    {
        await using SampleProcess service = SampleProcess.Start((name, value));
        (int code, string errors) = await service.EndAsync();

        Assert.Equal(1, code);
        Assert.Contains(message, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Empty(service.Log);
    }

    [Fact]
    public async Task Port_that_is_taken_gives_one_line_and_exit_code_1()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using SampleProcess service = SampleProcess.Start(("TRACKER_HTTP_PORT", $"{port}"), ("TRACKER_LOG_FORMAT", "json"));
        (int code, string errors) = await service.EndAsync();

        Assert.Equal(1, code);
        using JsonDocument line = JsonDocument.Parse(Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        string reason = line.RootElement.GetProperty("Reason").GetString()!;
        Assert.Contains("address already in use. Stop what listens there, or set TRACKER_HTTP_PORT", reason, StringComparison.Ordinal);
        Assert.Empty(service.Log);
    }
}
