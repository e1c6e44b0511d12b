using System.Diagnostics;
using System.Globalization;
using Tracker.Cluster;
using Tracker.Cluster.Processes;

namespace Tracker.Bench.Cluster;

/// <summary>A service as a process of its own, as it was built beside this program.</summary>
internal sealed class Worker : IAsyncDisposable
{
    public const string Fetcher = "TrackerFetcher";
    public const string Aggregator = "LocationAggregator";
    public const string Geofences = "GeofenceProcessor";
    public const string Status = "TrackerStatus";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly string Runtime = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private readonly LocalCluster _cluster;
    private readonly string _log;
    private ProcessIdentity? _process;

    private Worker(LocalCluster cluster, string service)
    {
        _cluster = cluster;
        Service = service;
        _log = Path.Combine(cluster.Options.StateDirectory, service + ".log");
    }

    public string Service { get; }

    /// <summary>Processor time of the process so far.</summary>
    public TimeSpan ProcessorTime => Process.GetProcessById(_process!.Pid).TotalProcessorTime;

    public static async Task<Worker> StartAsync(LocalCluster cluster, string service, CancellationToken ct)
    {
        Worker worker = new(cluster, service);
        string assembly = Path.Combine(Checkout(), "services", service, "bin", "Release", "net10.0", service + ".dll");
        cluster.Processes.Add(new ProcessSpec
        {
            Name = service,
            Executable = Runtime,
            Arguments = [assembly],
            Environment = new Dictionary<string, string>(cluster.Environment)
            {
                ["TRACKER_HTTP_PORT"] = "any",
                ["TRACKER_FETCH_POLL"] = "50ms",
            },
            WorkingDirectory = cluster.Options.StateDirectory,
            LogFile = worker._log,
        });
        await BenchCluster.UntilAsync(
            () => Task.FromResult((worker._process = cluster.Processes.Running(service)) is not null), $"{service} does not run", Patience, ct);
        return worker;
    }

    /// <summary>The worker must still be the process that was started: a restart would spoil figures and hide a fault.</summary>
    public void AssertAlive()
    {
        if (_process is not { IsAlive: true })
            throw new BenchException($"{Service} has died. {LogFile.Tail(_log)}");
    }

    /// <summary>The most resident memory that it has had so far, in MB (VmHWM).</summary>
    public double ReadPeak()
    {
        string line = File.ReadLines($"/proc/{_process!.Pid}/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1_000;
    }

    public async ValueTask DisposeAsync()
    {
        _cluster.Processes.Remove(Service);
        await BenchCluster.UntilAsync(
            () => Task.FromResult(_cluster.Processes.Running(Service) is null && _cluster.Processes.Status().All(status => status.Name != Service)),
            $"{Service} does not end",
            Patience,
            CancellationToken.None);
    }

    private static string Checkout()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Services.sln")))
            at = at.Parent;
        return at?.FullName ?? throw new BenchException("The benchmark does not run from within the checkout. Run ./tracker bench there.");
    }
}
