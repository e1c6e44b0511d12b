using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tracker.Data.Configuration;
using Tracker.Data.Model;
using Tracker.Hosting.Jobs;

namespace Tracker.Hosting.Data;

/// <summary>Adds the database to a service.</summary>
public static class DatabaseRegistration
{
    /// <summary>
    /// Adds the database of the settings <c>POSTGRES_*</c>, a check of its login at the start, and readiness checks. Jobs run only while its
    /// schema fits.
    /// </summary>
    public static TrackerHostBuilder AddDatabase(this TrackerHostBuilder host)
    {
        DatabaseOptions options = TrackerDatabaseSettings.Read(name => host.Configuration[name], host.Service);
        return host
            .Add(services => services.AddSingleton(provider => new Database(
                options, TrackerContext.Pool(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Database>>()))
                .AddSingleton<SchemaGate>()
                .AddSingleton<IJobGate>(provider => provider.GetRequiredService<SchemaGate>())
                .AddHostedService<DatabaseStart>()
                .AddHostedService(provider => provider.GetRequiredService<SchemaGate>()))
            .AddReadinessCheck<DatabaseCheck>("database")
            .AddReadinessCheck<SchemaGate>("schema");
    }
}
