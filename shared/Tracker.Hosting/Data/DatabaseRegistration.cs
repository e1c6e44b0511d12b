using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tracker.Data.Configuration;
using Tracker.Data.Model;

namespace Tracker.Hosting.Data;

/// <summary>Gives a service the cluster.</summary>
public static class DatabaseRegistration
{
    /// <summary>The database by the settings <c>POSTGRES_*</c>, asked at the start, and a readiness check that asks it.</summary>
    public static TrackerHostBuilder AddDatabase(this TrackerHostBuilder host)
    {
        DatabaseOptions options = TrackerDatabaseSettings.Read(name => host.Configuration[name], host.Service);
        return host
            .Add(services => services.AddSingleton(provider => new Database(
                options, TrackerContext.Pool(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Database>>()))
                .AddHostedService<DatabaseStart>())
            .AddReadinessCheck<DatabaseCheck>("database");
    }
}
