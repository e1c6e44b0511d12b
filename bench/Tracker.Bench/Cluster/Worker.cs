using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Tracker.Cluster;
using Tracker.Cluster.Processes;

namespace Tracker.Bench.Cluster;

/// <summary>A service as a process of its own, as it was built beside this program.</summary>
internal sealed partial class Worker : IAsyncDisposable
{
    public const string Fetcher = "TrackerFetcher";
    public const string Aggregator = "LocationAggregator";
    public const string Geofences = "GeofenceProcessor";
    public const string Status = "TrackerStatus";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
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
        // An earlier instance wrote to it, too.
        _logStart = File.Exists(_log) ? new FileInfo(_log).Length : 0;
    }

    public string Service { get; }

    /// <summary>Processor time of the process so far.</summary>
    public TimeSpan ProcessorTime => Process.GetProcessById(_process!.Pid).TotalProcessorTime;

    /// <param name="cluster">Where it works.</param>
    /// <param name="service">What it is.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="number">Which of several instances.</param>
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
            () => Task.FromResult((worker._process = cluster.Processes.Running(worker._name)) is not null), $"{worker._name} does not run", Patience, ct);
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

    /// <summary>The sum of a metric's series; 0 where it has none (or the service has not started yet).</summary>
    public async Task<double> MetricAsync(string name, CancellationToken ct)
    {
        _metrics ??= File.Exists(_log) && Listening().Match(ReadLog()) is { Success: true } told ? new Uri(new Uri(told.Groups[1].Value), "/metrics") : null;
        return _metrics is null
            ? 0
            : (await Http.GetStringAsync(_metrics, ct)).Split('\n')
                .Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal))
                .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _cluster.Processes.Remove(_name);
        await BenchCluster.UntilAsync(
            () => Task.FromResult(_cluster.Processes.Running(_name) is null && _cluster.Processes.Status().All(status => status.Name != _name)),
            $"{_name} does not end",
            Patience,
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
        return at?.FullName ?? throw new BenchException("The benchmark does not run from within the checkout. Run ./tracker bench there.");
    }
}
