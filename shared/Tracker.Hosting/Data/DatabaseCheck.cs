using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tracker.Hosting.Data;

/// <summary>Readiness: a read scope opens within three seconds.</summary>
internal sealed class DatabaseCheck(Database database, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using TimeLimit limit = new(Timeout, time, cancellationToken);
        try
        {
            await using ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, limit.Token);
            return HealthCheckResult.Healthy($"Reads are served by {read.Route.Node} ({read.Route.Role}).");
        }
        catch (Exception error) when (error is OperationCanceledException or DatabaseUnavailableException)
        {
            return HealthCheckResult.Unhealthy($"{database.Options} does not answer. Check that the cluster is up.", error);
        }
    }
}
