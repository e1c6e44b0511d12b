using System.Globalization;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Workers;

/// <summary>What workers say of themselves on <c>/metrics</c>.</summary>
internal static partial class WorkerMetrics
{
    private static readonly HttpClient Http = new();

    /// <summary>One worker's metric: the sum of its series, 0 where it has none.</summary>
    public static async Task<long> ReadAsync(WorkerFleet fleet, string worker, string metric)
    {
        string address = fleet.Log(worker).Select(line => Address().Match(line)).LastOrDefault(found => found.Success)?.Groups[1].Value
            ?? throw new InvalidOperationException($"{worker} has not said where its metrics are.");
        return (long)(await Http.GetStringAsync(new Uri($"{address}/metrics"))).Split('\n')
            .Where(line => line.StartsWith(metric + " ", StringComparison.Ordinal) || line.StartsWith(metric + "{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>The same over several workers.</summary>
    public static async Task<long> SumAsync(WorkerFleet fleet, IEnumerable<string> workers, string metric) =>
        (await Task.WhenAll(workers.Select(worker => ReadAsync(fleet, worker, metric)))).Sum();

    /// <summary>Waits until a worker has said where its metrics are.</summary>
    public static Task ThereAsync(WorkerFleet fleet, string worker) =>
        Eventually.TrueAsync(() => Task.FromResult(fleet.Log(worker).Any(Address().IsMatch)), $"{worker} serves its metrics. {fleet.Tails()}");

    [GeneratedRegex("metrics on \"?(http://[0-9.:]+)")]
    private static partial Regex Address();
}
