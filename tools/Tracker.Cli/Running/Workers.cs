using System.Globalization;
using Tracker.Cluster;
using Tracker.Cluster.Processes;

namespace Tracker.Cli.Running;

/// <summary>A service as a supervised process.</summary>
/// <param name="Name">The name in logs, in <c>status</c> and in <c>pg_stat_activity</c>.</param>
/// <param name="Project">The project directory under services/.</param>
/// <param name="Port">The HTTP port of health checks and metrics.</param>
internal sealed record Worker(string Name, string Project, int Port);

/// <summary>The services that <c>up</c> starts.</summary>
internal static class Workers
{
    public static readonly IReadOnlyList<Worker> All =
    [
        new("tracker-fetcher", "TrackerFetcher", 9101),
        new("location-aggregator", "LocationAggregator", 9102),
        new("tracker-status", "TrackerStatus", 9103),
        new("geofence-processor", "GeofenceProcessor", 9104),
    ];

    // Longer than the services' own limit, TRACKER_JOB_STOP_LIMIT.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(40);

    public static Uri Address(Worker worker, Installation here) => new($"http://{HttpAddress(here)}:{worker.Port}");

    /// <summary>Starts the workers. Restarts a worker that runs an older build.</summary>
    public static void Start(LocalCluster cluster, Installation here)
    {
        foreach (Worker worker in All)
        {
            cluster.Processes.Add(Spec(worker, cluster, here));
        }
    }

    private static ProcessSpec Spec(Worker worker, LocalCluster cluster, Installation here)
    {
        string binary = here.Binary(worker.Project);
        if (!File.Exists(binary))
        {
            throw new CliException($"{binary} is missing. Run ./tracker to build it.");
        }

        return new ProcessSpec
        {
            Name = worker.Name,
            Executable = Installation.Dotnet,
            Arguments = [binary],
            Environment = new Dictionary<string, string>(cluster.Environment)
            {
                ["TRACKER_HTTP_ADDRESS"] = HttpAddress(here),
                ["TRACKER_HTTP_PORT"] = $"{worker.Port}",
                ["TRACKER_LOG_FORMAT"] = "text",
                ["TRACKER_BUILD"] = BuiltAt(binary),
            },
            WorkingDirectory = here.Root,
            LogFile = here.Log(worker.Name),
            StopTimeout = StopTimeout,
        };
    }

    private static string HttpAddress(Installation here) => $"{here.Subnet}.1";

    private static string BuiltAt(string binary) => Directory.EnumerateFiles(Path.GetDirectoryName(binary)!, "*.dll")
        .Max(File.GetLastWriteTimeUtc)
        .ToString("O", CultureInfo.InvariantCulture);
}
