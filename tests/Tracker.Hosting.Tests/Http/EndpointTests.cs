using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tracker.Hosting.Jobs;
using Tracker.Hosting.Tests.Sample;

namespace Tracker.Hosting.Tests.Http;

public sealed class EndpointTests
{
    [Fact]
    public async Task Running_service_is_live_and_ready()
    {
        await using SampleHost host = await SampleHost.StartAsync();
        Assert.Equal((HttpStatusCode.OK, "healthy", "jobs: healthy"), await HealthAsync(host, "live"));
        Assert.Equal((HttpStatusCode.OK, "healthy", "lifetime: healthy; sample: healthy"), await HealthAsync(host, "ready"));
    }

    [Fact]
    public async Task Failed_check_makes_a_service_live_but_not_ready()
    {
        await using SampleHost host = await SampleHost.StartAsync(clock: null, "--TRACKER_SAMPLE_READY", "false");
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "unhealthy", "lifetime: healthy; sample: unhealthy (told not to be)"), await HealthAsync(host, "ready"));
        Assert.Equal((HttpStatusCode.OK, "healthy", "jobs: healthy"), await HealthAsync(host, "live"));
    }

    [Fact]
    public async Task Stalled_job_makes_a_service_not_live()
    {
        await using SampleHost host = await SampleHost.StartAsync();
        host.App.Services.GetRequiredService<JobHeartbeats>().Expect("StuckJob", TimeSpan.FromDays(-1));
        (HttpStatusCode code, string status, string checks) = await HealthAsync(host, "live");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), (code, status));
        Assert.StartsWith("jobs: unhealthy (StuckJob has given no sign of life for ", checks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_in_the_text_format_include_the_process_and_the_jobs()
    {
        await using SampleHost host = await SampleHost.StartAsync();
        string text = string.Empty;
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(60));
        while (!text.Contains("tracker_job_runs_total{job=\"SampleJob\",outcome=\"done\"} ", StringComparison.Ordinal))
        {
            using HttpResponseMessage response = await host.Client.GetAsync(new Uri("/metrics", UriKind.Relative), deadline.Token);
            Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
            text = await response.Content.ReadAsStringAsync(deadline.Token);
        }

        foreach (string name in new[] { "process_resident_memory_bytes", "process_cpu_seconds_total", "process_start_time_seconds", "tracker_job_duration_seconds_count" })
        {
            Assert.Contains($"\n{name}", text, StringComparison.Ordinal);
        }
    }

    private static async Task<(HttpStatusCode Code, string Status, string Checks)> HealthAsync(SampleHost host, string kind)
    {
        using HttpResponseMessage response = await host.Client.GetAsync(new Uri($"/health/{kind}", UriKind.Relative));
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        using JsonDocument json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("sample-service", json.RootElement.GetProperty("service").GetString());
        IEnumerable<string> checks = json.RootElement.GetProperty("checks").EnumerateArray().Select(check =>
            $"{check.GetProperty("name")}: {check.GetProperty("status")}" + (check.TryGetProperty("reason", out JsonElement reason) ? $" ({reason})" : string.Empty));
        return (response.StatusCode, json.RootElement.GetProperty("status").GetString()!, string.Join("; ", checks));
    }
}
