using System.Diagnostics.Metrics;

namespace Tracker.Hosting.Tests.Metrics;

public sealed class MetricNameTests
{
    [Theory]
    [InlineData("db.client.operation.duration", "s", "histogram", "db_client_operation_duration_seconds")]
    [InlineData("db.client.connections.usage", "{connection}", "gauge", "db_client_connections_usage")]
    [InlineData("db.client.commands.bytes_written", "By", "counter", "db_client_commands_bytes_written_bytes_total")]
    [InlineData("wal.bytes", "By", "gauge", "wal_bytes")]
    [InlineData("reads.total", null, "counter", "reads_total")]
    [InlineData("prepared", null, "gauge", "prepared")]
    [InlineData("runs", "1", "counter", "runs_total")]
    [InlineData("rate", "By/s", "gauge", "rate_bytes_per_second")]
    [InlineData("weird..name", null, "gauge", "weird_name")]
    public async Task Instrument_has_this_name_and_type_in_prometheus_text(string instrument, string? unit, string type, string name)
    {
        await using MetricsEndpoint metrics = await MetricsEndpoint.StartAsync();
        using Meter meter = new($"Tracker.Tests.{Guid.NewGuid():N}");
        switch (type)
        {
            case "histogram": meter.CreateHistogram<double>(instrument, unit).Record(1); break;
            case "counter": meter.CreateCounter<long>(instrument, unit).Add(1); break;
            default: meter.CreateGauge<double>(instrument, unit).Record(1); break;
        }

        Assert.Contains($"# TYPE {name} {type}", await metrics.LinesAsync());
    }
}
