using EndToEnd.Tests.Results;
using Tracker.Cluster;
using Tracker.Cluster.Nodes;
using Tracker.Tests.Days;

namespace EndToEnd.Tests.Workers;

/// <summary>One test's pipeline: an empty schema, sources, fences, and the workers that it starts.</summary>
internal sealed class Pipeline : IAsyncDisposable
{
    // So small that a day takes many batches, and a fault meets one of them.
    private static readonly IReadOnlyDictionary<string, string> SmallBatches = new Dictionary<string, string>
    {
        ["TRACKER_PIPELINE_BATCH_SIZE"] = "200",
        ["TRACKER_FETCH_LEASE"] = "5s",
        ["TRACKER_FETCH_POLL"] = "100ms",
        ["TRACKER_PIPELINE_POLL"] = "100ms",
        ["TRACKER_STATUS_OVERDUE_POLL"] = "1s",
    };

    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(120);

    private Pipeline(ClusterFixture fixture, IReadOnlyDictionary<string, string>? settings)
    {
        Cluster = fixture.Cluster;
        Results = new ResultStore(Cluster);
        Sources = new SourceBook(fixture);
        Fences = new FenceTable(fixture);
        Fleet = new WorkerFleet(Cluster, settings);
    }

    public const string SmallSourceBatches = """{"batchSize": 500}""";

    public LocalCluster Cluster { get; }

    public ResultStore Results { get; }

    public SourceBook Sources { get; }

    public FenceTable Fences { get; }

    public WorkerFleet Fleet { get; }

    /// <summary>Workers with their default settings.</summary>
    public static async Task<Pipeline> EmptyAsync(ClusterFixture fixture, IReadOnlyDictionary<string, string>? settings = null)
    {
        await fixture.Cluster.WaitForHealthyAsync(fixture.Cluster.Nodes.Count - 1, Recovery);
        await fixture.ResetAsync();
        return new Pipeline(fixture, settings);
    }

    /// <summary>The generated day and its fences, in small batches; no worker runs yet.</summary>
    public static async Task<Pipeline> OfDayAsync(ClusterFixture fixture, params (string Name, string Value)[] settings)
    {
        Pipeline pipeline = await EmptyAsync(
            fixture, new Dictionary<string, string>(SmallBatches.Concat(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))).DistinctBy(pair => pair.Key)));
        await pipeline.Fences.ImportAsync(GeneratedDay.Shared.Fences);
        await pipeline.Sources.AddAsync("day", GeneratedDay.Shared.File, options: SmallSourceBatches);
        return pipeline;
    }

    public async Task<IReadOnlyList<ClusterNode>> ReplicasAsync()
    {
        ClusterNode primary = await Results.PrimaryAsync();
        return [.. Cluster.Nodes.Where(node => node != primary)];
    }

    /// <summary>Waits until a worker has done so many reports.</summary>
    public Task ProgressAsync(string service, int reports) => Results.UntilAsync(
        service == WorkerBinary.Fetcher
            ? $"(SELECT sum(head) >= {reports} FROM report_shards)"
            : $"(SELECT sum(position) >= {reports} FROM consumer_cursors WHERE consumer = '{WorkerBinary.ConsumerOf(service)}')",
        $"{service} has done {reports} reports");

    /// <summary>Waits until a worker has done a part of the generated day.</summary>
    public Task PartAsync(string service, int percent) => ProgressAsync(service, GeneratedDay.Shared.Distinct * percent / 100);

    public Task CompleteAsync() => Results.CompleteAsync(Fleet.Tails);

    /// <summary>Waits until all is processed, and compares the rows of a query.</summary>
    public async Task AssertResultsAsync(string sql, IReadOnlyList<string> expected)
    {
        await CompleteAsync();
        Rowset.AssertEqual(expected, await Results.TextsAsync(sql));
    }

    public ValueTask DisposeAsync() => Fleet.DisposeAsync();
}
