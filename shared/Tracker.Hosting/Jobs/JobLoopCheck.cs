using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tracker.Hosting.Jobs;

/// <summary>
/// Liveness: the jobs run, whether or not they succeed. A restart helps a service that is stuck, not one that lacks a database.
/// </summary>
internal sealed class JobLoopCheck(JobHeartbeats heartbeats, JobOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<(string Job, TimeSpan Silent)> stalled = heartbeats.Stalled(options.StallLimit);
        return Task.FromResult(stalled.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(string.Join("; ", stalled.Select(job => $"{job.Job} has given no sign of life for {job.Silent:c}"))));
    }
}
