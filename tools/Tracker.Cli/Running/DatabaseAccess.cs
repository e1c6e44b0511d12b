using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging.Abstractions;
using Tracker.Cluster;
using Tracker.Data.Configuration;
using Tracker.Data.Model;

namespace Tracker.Cli.Running;

/// <summary>How a command finds the database: by POSTGRES_* settings where there are any, else the local cluster.</summary>
internal static class DatabaseAccess
{
    private const string ApplicationName = "tracker-cli";
    private const string Server = "POSTGRES_SERVER";
    private const string Hosts = "POSTGRES_HOSTS";

    // A person waits: shorter than the services' patience, longer than a switchover.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static DatabaseOptions Options(Installation here)
    {
        IReadOnlyDictionary<string, string> settings = EnvironmentSettings.Load();
        if (IsSet(settings, Server) || IsSet(settings, Hosts))
        {
            return Read(settings);
        }

        return here.RunningCluster() is { } cluster
            ? Options(cluster)
            : throw new CliException($"No cluster runs here, and neither {Server} nor {Hosts} is set. Start one: ./tracker up");
    }

    /// <summary>The local cluster, whatever else is set; the services' other settings count.</summary>
    public static DatabaseOptions Options(LocalCluster cluster)
    {
        Dictionary<string, string> settings = new(EnvironmentSettings.Load());
        foreach (string name in settings.Keys.Where(name => name.StartsWith("POSTGRES_", StringComparison.Ordinal)).ToList())
        {
            settings.Remove(name);
        }

        foreach ((string name, string value) in cluster.Environment)
        {
            settings[name] = value;
        }

        return Read(settings);
    }

    public static Database Open(DatabaseOptions options) => new(options, TrackerContext.Pool(), TimeProvider.System, NullLogger<Database>.Instance);

    private static bool IsSet(IReadOnlyDictionary<string, string> settings, string name) =>
        settings.TryGetValue(name, out string? value) && value.Length > 0;

    private static DatabaseOptions Read(IReadOnlyDictionary<string, string> settings) =>
        TrackerDatabaseSettings.Read(settings.GetValueOrDefault, ApplicationName) with { RetryDeadline = Patience };
}
