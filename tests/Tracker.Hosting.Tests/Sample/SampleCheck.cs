using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tracker.Hosting.Tests.Sample;

internal sealed class SampleCheck(SampleOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(options.Ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("told not to be"));
}
