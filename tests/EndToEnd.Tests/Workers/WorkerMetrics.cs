using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Workers;

/// <summary>What workers say of themselves on <c>/metrics</c>.</summary>
internal static partial class WorkerMetrics
{
    private static readonly HttpClient Http = new();

    /// <summary>One worker's metric: the sum of its series, 0 where it has none.</summary>
    public static async Task<long> ReadAsync(WorkerFleet fleet, string worker, string metric)
    {
        return (long)(await Http.GetStringAsync(new Uri($"{AddressOf(fleet, worker)}/metrics"))).Split('\n')
            .Where(line => line.StartsWith(metric + " ", StringComparison.Ordinal) || line.StartsWith(metric + "{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>The same over several workers.</summary>
    public static async Task<long> SumAsync(WorkerFleet fleet, IEnumerable<string> workers, string metric) =>
        (await Task.WhenAll(workers.Select(worker => ReadAsync(fleet, worker, metric)))).Sum();

    /// <summary>The answer of a worker's <c>/health/ready</c>.</summary>
    public static async Task<(HttpStatusCode Code, string Body)> ReadinessAsync(WorkerFleet fleet, string worker)
    {
        using HttpResponseMessage response = await Http.GetAsync(new Uri($"{AddressOf(fleet, worker)}/health/ready"));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until a worker has said where its metrics are.</summary>
    public static Task ThereAsync(WorkerFleet fleet, string worker) =>
        Eventually.TrueAsync(() => Task.FromResult(fleet.Log(worker).Any(Address().IsMatch)), $"{worker} serves its metrics. {fleet.Tails()}");

    private static string AddressOf(WorkerFleet fleet, string worker) =>
        fleet.Log(worker).Select(line => Address().Match(line)).LastOrDefault(found => found.Success)?.Groups[1].Value
            ?? throw new InvalidOperationException($"{worker} has not said where its metrics are.");

    [GeneratedRegex("metrics on \"?(http://[0-9.:]+)")]
    private static partial Regex Address();
}
