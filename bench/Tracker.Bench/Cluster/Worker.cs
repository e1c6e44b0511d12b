using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Tracker.Bench.Figures;
using Tracker.Cluster;
using Tracker.Cluster.Processes;

namespace Tracker.Bench.Cluster;

/// <summary>A service process, run from the build in this checkout.</summary>
internal sealed partial class Worker : IAsyncDisposable
{
    public const string Fetcher = "TrackerFetcher";
    public const string Aggregator = "LocationAggregator";
    public const string Geofences = "GeofenceProcessor";
    public const string Status = "TrackerStatus";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);
    private static readonly string Runtime = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static readonly HttpClient Http = new();

    private readonly LocalCluster _cluster;
    private readonly string _name;
    private readonly string _log;
    private readonly long _logStart;
    private ProcessIdentity? _process;
    private Uri? _metrics;

    private Worker(LocalCluster cluster, string service, int number)
    {
        _cluster = cluster;
        Service = service;
        _name = number == 1 ? service : $"{service}-{number}";
        _log = Path.Combine(cluster.Options.StateDirectory, _name + ".log");
        // An earlier instance may have written to the log.
        _logStart = File.Exists(_log) ? new FileInfo(_log).Length : 0;
    }

    public string Service { get; }

    /// <summary>The CPU time of the process so far.</summary>
    public TimeSpan ProcessorTime => Process.GetProcessById(_process!.Pid).TotalProcessorTime;

    /// <param name="cluster">The cluster.</param>
    /// <param name="service">The service.</param>
    /// <param name="ct">Cancels the operation.</param>
    /// <param name="number">The number of the instance.</param>
    public static async Task<Worker> StartAsync(LocalCluster cluster, string service, CancellationToken ct, int number = 1)
    {
        Worker worker = new(cluster, service, number);
        string assembly = Path.Combine(Checkout(), "services", service, "bin", "Release", "net10.0", service + ".dll");
        cluster.Processes.Add(new ProcessSpec
        {
            Name = worker._name,
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
            () => Task.FromResult(
                (worker._process = cluster.Processes.Running(worker._name)) is not null), $"{worker._name} is not running", Timeout, ct);
        return worker;
    }

    /// <summary>Checks that the worker has not been restarted, which would distort the figures and hide a fault.</summary>
    public void AssertAlive()
    {
        if (_process is not { IsAlive: true })
            throw new BenchException($"{Service} has exited. {LogFile.Tail(_log)}");
    }

    /// <summary>The peak resident memory so far, in MB (VmHWM).</summary>
    public double ReadPeak()
    {
        string line = File.ReadLines($"/proc/{_process!.Pid}/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1_000;
    }

    /// <summary>The sum of a metric's series; 0 if there are none or the service has not started yet.</summary>
    public async Task<double> MetricAsync(string name, CancellationToken ct)
    {
        _metrics ??= File.Exists(_log) && Listening().Match(ReadLog()) is { Success: true } told
            ? new Uri(new Uri(told.Groups[1].Value), "/metrics")
            : null;
        return _metrics is null
            ? 0
            : (await Http.GetStringAsync(_metrics, ct)).Split('\n')
                .Where(
                    line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal))
                .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _cluster.Processes.Remove(_name);
        await BenchCluster.UntilAsync(
            () => Task.FromResult(
                _cluster.Processes.Running(_name) is null && _cluster.Processes.Status().All(status => status.Name != _name)),
            $"{_name} does not exit",
            Timeout,
            CancellationToken.None);
    }

    [GeneratedRegex("metrics on \"?(http://[0-9.:]+)")]
    private static partial Regex Listening();

    private string ReadLog()
    {
        using FileStream file = new(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(_logStart, SeekOrigin.Begin);
        using StreamReader reader = new(file);
        return reader.ReadToEnd();
    }

    private static string Checkout()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Services.sln")))
            at = at.Parent;
        return at?.FullName ?? throw new BenchException("The benchmark is not running in a checkout. Run ./tracker bench in a checkout.");
    }
}
