using EndToEnd.Tests.Results;
using EndToEnd.Tests.Workers;
using Tracker.Cluster.Nodes;
using Tracker.Tests.Days;

namespace EndToEnd.Tests;

[Collection(OnCluster.Name)]
public sealed class DayTests(ClusterFixture fixture)
{
    private const int Repeated = 1_000;

    private const string CountsSql = "SELECT concat_ws(' ', sum(received), sum(duplicates)) FROM sources";

    private const string OutputsSql = """
        SELECT (SELECT string_agg(md5(s::text), '' ORDER BY shard, sequence) FROM stays s)
            || (SELECT string_agg(md5(s::text), '' ORDER BY shard, sequence) FROM trips s)
            || (SELECT string_agg(md5(s::text), '' ORDER BY shard, sequence) FROM tracks s)
            || (SELECT string_agg(md5(e::text), '' ORDER BY shard, sequence) FROM geofence_events e)
            || (SELECT string_agg(md5(t::text), '' ORDER BY shard, sequence) FROM status_transitions t)
            || (SELECT string_agg(md5(t::text), '' ORDER BY tracker_id) FROM tracker_status t)
            || (SELECT string_agg(md5(r::text), '' ORDER BY shard, position) FROM location_reports r)
        """;

    [SkippableTheory]
    [MemberData(nameof(LocationDay.FullDays), MemberType = typeof(LocationDay))]
    public async Task A_day_gives_the_results_of_an_independent_program_and_again_changes_nothing(string name)
    {
        LocationDay day = LocationDay.Of(name);
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture);
        ResultStore results = pipeline.Results;
        await pipeline.Fences.ImportAsync(day.Fences);
        await pipeline.Sources.AddAsync("day", day.File);
        pipeline.Fleet.Start(WorkerBinary.All);

        await pipeline.CompleteAsync();
        Assert.Equal($"{day.Rows} {day.Rows - day.Distinct}", await results.ScalarAsync<string>(CountsSql));
        await StoredDay.AssertStoredAsync(results, day);
        string outputs = await results.ScalarAsync<string>(OutputsSql);

        await pipeline.Sources.AddAsync("day", day.File);
        await pipeline.CompleteAsync();
        Assert.Equal($"{2 * day.Rows} {day.Rows - day.Distinct + day.Rows}", await results.ScalarAsync<string>(CountsSql));
        Assert.Equal(outputs, await results.ScalarAsync<string>(OutputsSql));
        Assert.Empty(pipeline.Fleet.Errors());
    }

    [SkippableFact]
    public async Task Shuffled_rows_in_three_sources_that_repeat_some_small_batches_and_several_instances_of_which_one_of_each_is_stopped_give_the_same()
    {
        LocationDay day = GeneratedDay.Shared;
        string[] lines = await File.ReadAllLinesAsync(day.File);
        string[] rows = lines[1..];
        new Random(20240514).Shuffle(rows);
        await using Pipeline pipeline = await Pipeline.OfDayAsync(fixture);
        ResultStore results = pipeline.Results;
        await results.ExecuteAsync("DELETE FROM sources");
        using TemporaryFiles files = new();
        foreach ((int number, string[] part) in rows.Chunk((rows.Length / 3) + 1).Index())
        {
            string file = files.Write($"part{number}.csv", string.Join('\n', [lines[0], .. part, .. rows.Take(Repeated), ""]));
            await pipeline.Sources.AddAsync($"part{number}", file, options: Pipeline.SmallSourceBatches);
        }

        pipeline.Fleet.Start(WorkerBinary.All, 1);
        pipeline.Fleet.Start(WorkerBinary.All, 2);
        pipeline.Fleet.Start(WorkerBinary.Consumers, 3);
        foreach (string service in WorkerBinary.All)
        {
            await pipeline.PartAsync(service, percent: 25);
            Assert.Equal(0, await pipeline.Fleet.StopAsync(WorkerFleet.NameOf(service, 1)));
            await NothingLeftOpenAsync(pipeline);
        }

        await pipeline.CompleteAsync();
        Assert.Equal($"{day.Rows + (3 * Repeated)} {day.Rows - day.Distinct + (3 * Repeated)}", await results.ScalarAsync<string>(CountsSql));
        await StoredDay.AssertStoredAsync(results, day);
        Assert.Empty(pipeline.Fleet.Errors());
    }

    /// <summary>No transaction that has stood still since now, on any node: an instance that ended leaves none.</summary>
    private static async Task NothingLeftOpenAsync(Pipeline pipeline)
    {
        foreach (ClusterNode node in pipeline.Cluster.Nodes)
        {
            var now = (DateTime)(await ClusterFixture.ScalarAsync(node, "SELECT now()"))!;
            await Eventually.TrueAsync(
                async () => await ClusterFixture.ScalarAsync(
                    node, $"SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND state_change < '{now:O}'") is 0L,
                $"no transaction stands open on {node.Name}");
        }
    }
}
