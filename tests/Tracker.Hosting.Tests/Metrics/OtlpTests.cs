using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tracker.Hosting.Tests.Metrics;

public sealed class OtlpTests
{
    [Fact]
    public async Task Metrics_are_exported_to_the_collector_that_the_environment_names()
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(60));
        using Meter meter = new($"Tracker.Tests.{Guid.NewGuid():N}");
        TaskCompletionSource received = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WebApplication collector = await StartCollectorAsync(body =>
        {
            if (body.Contains("exported.runs", StringComparison.Ordinal) && body.Contains("service.name", StringComparison.Ordinal)) received.TrySetResult();
        });
        await using MetricsEndpoint metrics = await MetricsEndpoint.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_METRIC_EXPORT_INTERVAL", "100"));
        meter.CreateCounter<long>("exported.runs").Add(1);
        await received.Task.WaitAsync(deadline.Token);
    }

    private static async Task<WebApplication> StartCollectorAsync(Action<string> receive)
    {
        WebApplicationBuilder web = WebApplication.CreateSlimBuilder();
        web.Logging.ClearProviders();
        web.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication collector = web.Build();
        collector.MapPost("/v1/metrics", async (HttpRequest request) =>
        {
            using StreamReader body = new(request.Body, Encoding.Latin1);
            receive(await body.ReadToEndAsync());
        });
        await collector.StartAsync();
        return collector;
    }
}
