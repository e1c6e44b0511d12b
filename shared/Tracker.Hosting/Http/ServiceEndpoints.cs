using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tracker.Hosting.Metrics;

namespace Tracker.Hosting.Http;

/// <summary>The endpoints of every service: <c>/health/live</c>, <c>/health/ready</c>, <c>/metrics</c> and <c>/statistics</c>.</summary>
internal static class ServiceEndpoints
{
    public const string Live = "live";
    public const string Ready = "ready";

    public static void Map(WebApplication app, string service)
    {
        MapHealth(app, service, Live);
        MapHealth(app, service, Ready);
        StatisticsEndpoint.Map(app);
        ServiceMetrics.Map(app);
    }

    private static void MapHealth(WebApplication app, string service, string tag) => app.MapHealthChecks($"/health/{tag}", new HealthCheckOptions
    {
        Predicate = check => check.Tags.Contains(tag),
        ResponseWriter = (http, report) => HealthJson.WriteAsync(http, service, report),
        ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status200OK },
    });
}
