using System.Net;
using EndToEnd.Tests.Workers;

namespace EndToEnd.Tests;

[Collection(OnCluster.Name)]
public sealed class StalledConsumerTests(ClusterFixture fixture)
{
    [SkippableFact]
    public async Task Consumers_that_see_nothing_of_a_growing_backlog_are_not_ready_and_say_why()
    {
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture, new Dictionary<string, string> { ["TRACKER_PIPELINE_PROGRESS_LIMIT"] = "2s" });
        using TemporaryFiles files = new();
        pipeline.Fleet.Start(WorkerBinary.All);
        string[] consumers = [.. WorkerBinary.Consumers.Select(service => WorkerFleet.NameOf(service))];
        await pipeline.Sources.AddAsync("before", files.Write("before.csv", "tracker,time,latitude,longitude\nt1,2026-01-01T00:00:00Z,48,16\n"));
        await pipeline.Results.UntilAsync("(SELECT count(*) = 3 FROM consumer_cursors JOIN report_shards USING (shard) WHERE head = 1 AND position = 1)", "a report is processed");

        // The replicas still serve and answer, but show no report from now on.
        await using (await Replay.PauseAsync(fixture))
        {
            await pipeline.Sources.AddAsync("after", files.Write("after.csv", "tracker,time,latitude,longitude\nt1,2026-01-01T00:01:00Z,48,16\n"));
            foreach (string name in consumers)
            {
                await UntilReadyAsync(name, HttpStatusCode.ServiceUnavailable, "no report was processed for");
                await Eventually.TrueAsync(
                    () => Task.FromResult(pipeline.Fleet.Log(name).Any(line => line.Contains("makes no progress", StringComparison.Ordinal))), $"{name} logs it");
            }
        }

        foreach (string name in consumers)
        {
            await UntilReadyAsync(name, HttpStatusCode.OK, "0 reports wait");
        }

        Task UntilReadyAsync(string name, HttpStatusCode code, string reason) => Eventually.TrueAsync(
            async () => await WorkerMetrics.ReadinessAsync(pipeline.Fleet, name) is var (status, body) && status == code && body.Contains(reason, StringComparison.Ordinal),
            $"{name} answers {code} with '{reason}'");
    }
}
