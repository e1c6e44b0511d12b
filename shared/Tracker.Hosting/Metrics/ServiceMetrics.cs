using System.Diagnostics.Metrics;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Tracker.Hosting.Metrics;

/// <summary>
/// The metrics of a service, of its database and of Npgsql: as Prometheus text on <c>/metrics</c>, and by OTLP where
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector.
/// </summary>
internal static class ServiceMetrics
{
    public const string Path = "/metrics";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Of a histogram in seconds whose instrument advises no buckets. OpenTelemetry's defaults suit milliseconds.
    private static readonly double[] SecondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    /// <exception cref="InvalidSettingException">The collector's address is not a URL.</exception>
    public static void AddServices(IServiceCollection services, string service, IConfiguration configuration)
    {
        bool otlp = HasCollector(configuration);
        ProcessMetrics.Publish();
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter("Tracker.*", Database.MeterName, "Npgsql").AddView(Buckets);
                // Series carry the labels of their instruments and no others, and each scrape is of its own moment.
                metrics.AddPrometheusExporter(prometheus =>
                    (prometheus.ScopeInfoEnabled, prometheus.TargetInfoEnabled, prometheus.ScrapeResponseCacheDurationMilliseconds) = (false, false, 0));
                if (otlp) metrics.AddOtlpExporter();
            });
    }

    public static void Map(WebApplication app) => app.MapPrometheusScrapingEndpoint(
        Path, meterProvider: null, static branch => branch.Use(static (http, next) => ServeTextAsync(http, next)), optionsName: null);

    // The text format for everyone: in OpenMetrics, which Prometheus prefers, the exporter writes le="1.0" for le="1" and adds a series
    // with the suffix _created to each counter and histogram.
    private static Task ServeTextAsync(HttpContext http, RequestDelegate next)
    {
        http.Request.Headers.Accept = "text/plain; version=0.0.4";
        http.Response.Headers.CacheControl = "no-store";
        return next(http);
    }

    private static MetricStreamConfiguration? Buckets(Instrument instrument) =>
        instrument is Histogram<double> { Unit: "s", Advice: null or { HistogramBucketBoundaries: null } }
            ? new ExplicitBucketHistogramConfiguration { Boundaries = SecondsBuckets }
            : null;

    private static bool HasCollector(IConfiguration configuration)
    {
        if (configuration[OtlpEndpoint] is not { Length: > 0 } endpoint) return false;
        return Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? true
            : throw new InvalidSettingException(OtlpEndpoint, $"is '{endpoint}'. Use a URL, such as http://127.0.0.1:4317.");
    }
}
