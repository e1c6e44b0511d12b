using Tracker.Hosting.Metrics;

namespace Tracker.Hosting.Tests.Metrics;

public sealed class MetricNameTests
{
    [Theory]
    [InlineData("db.client.operation.duration", "s", nameof(MetricKind.Histogram), "db_client_operation_duration_seconds")]
    [InlineData("db.client.connections.usage", "{connection}", nameof(MetricKind.Gauge), "db_client_connections_usage")]
    [InlineData("db.client.commands.bytes_written", "By", nameof(MetricKind.Counter), "db_client_commands_bytes_written_bytes_total")]
    [InlineData("wal.bytes", "By", nameof(MetricKind.Gauge), "wal_bytes")]
    [InlineData("reads.total", null, nameof(MetricKind.Counter), "reads_total")]
    [InlineData("prepared", "1", nameof(MetricKind.Gauge), "prepared_ratio")]
    [InlineData("runs", "1", nameof(MetricKind.Counter), "runs_total")]
    [InlineData("rate", "By/s", nameof(MetricKind.Gauge), "rate_By_per_s")]
    [InlineData("0.weird..name", null, nameof(MetricKind.Gauge), "_0_weird_name")]
    public void Names_are_prometheus_names(string instrument, string? unit, string kind, string name) =>
        Assert.Equal(name, MetricName.Of(instrument, unit, Enum.Parse<MetricKind>(kind)));
}
