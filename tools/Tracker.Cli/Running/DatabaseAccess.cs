using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging.Abstractions;
using Tracker.Cluster;
using Tracker.Data.Configuration;
using Tracker.Data.Model;

namespace Tracker.Cli.Running;

/// <summary>Connects a command to the database: by the POSTGRES_* settings if they are set, otherwise to the local cluster.</summary>
internal static class DatabaseAccess
{
    private const string ApplicationName = "tracker-cli";
    private const string Server = "POSTGRES_SERVER";
    private const string Hosts = "POSTGRES_HOSTS";

    // Shorter than the deadline of the services because a user waits, but longer than a switchover.
    private static readonly TimeSpan RetryDeadline = TimeSpan.FromSeconds(30);

    public static DatabaseOptions Options(Installation here)
    {
        IReadOnlyDictionary<string, string> settings = EnvironmentSettings.Load();
        if (IsSet(settings, Server) || IsSet(settings, Hosts))
        {
            return Read(settings);
        }

        return here.RunningCluster() is { } cluster
            ? Options(cluster)
            : throw new CliException($"No cluster is running here, and neither {Server} nor {Hosts} is set. Start a cluster: ./tracker up");
    }

    /// <summary>Connects to the local cluster regardless of POSTGRES_* settings. Other settings apply.</summary>
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

    /// <summary>Opens the database that the settings or the local cluster provide.</summary>
    public static Database Open(Installation here) => Open(Options(here));

    public static Database Open(DatabaseOptions options) =>
        new(options, TrackerContext.Pool(), TimeProvider.System, NullLogger<Database>.Instance);

    private static bool IsSet(IReadOnlyDictionary<string, string> settings, string name) =>
        settings.TryGetValue(name, out string? value) && value.Length > 0;

    private static DatabaseOptions Read(IReadOnlyDictionary<string, string> settings) =>
        TrackerDatabaseSettings.Read(settings.GetValueOrDefault, ApplicationName) with { RetryDeadline = RetryDeadline };
}
