using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tracker.Hosting.Jobs;

/// <summary>Alive is a service whose jobs turn, whether or not they succeed: a restart helps who is stuck, not who lacks a database.</summary>
internal sealed class JobLoopCheck(JobHeartbeats heartbeats, JobSettings settings) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<(string Job, TimeSpan Silent)> stalled = heartbeats.Stalled(settings.StallLimit);
        return Task.FromResult(stalled.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(string.Join("; ", stalled.Select(job => $"{job.Job} has given no sign of life for {job.Silent:c}"))));
    }
}
