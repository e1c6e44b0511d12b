using EndToEnd.Tests.Results;
using EndToEnd.Tests.Workers;

namespace EndToEnd.Tests;

[Collection(OnCluster.Name)]
public sealed class Day_of_buses(ClusterFixture fixture)
{
    private const string CountsSql = "SELECT concat_ws(' ', sum(received), sum(duplicates)) FROM sources";

    private const string OutputsSql = """
        SELECT (SELECT string_agg(md5(s::text), '' ORDER BY shard, sequence) FROM stays s)
            || (SELECT string_agg(md5(e::text), '' ORDER BY shard, sequence) FROM geofence_events e)
            || (SELECT string_agg(md5(t::text), '' ORDER BY shard, sequence) FROM status_transitions t)
            || (SELECT string_agg(md5(t::text), '' ORDER BY tracker_id) FROM tracker_status t)
            || (SELECT string_agg(md5(r::text), '' ORDER BY shard, position) FROM location_reports r)
        """;

    [SkippableFact]
    public async Task A_day_gives_the_results_of_an_independent_program_and_again_changes_nothing()
    {
        string file = CapMetroDay.File;
        await fixture.ResetAsync();
        ResultStore results = new(fixture.Cluster);
        await new FenceTable(results).ImportAsync(CapMetroDay.Fences);
        SourceBook sources = new(fixture);
        await sources.AddAsync("day", file);
        await using WorkerFleet fleet = new(fixture.Cluster);
        fleet.Start(WorkerBinary.All);

        await results.CompleteAsync(fleet.Tails);
        Assert.Equal("44564 139", await results.ScalarAsync<string>(CountsSql));
        await CapMetroDay.AssertStoredAsync(results);
        string outputs = await results.ScalarAsync<string>(OutputsSql);

        await sources.AddAsync("day", file);
        await results.CompleteAsync(fleet.Tails);
        Assert.Equal("89128 44703", await results.ScalarAsync<string>(CountsSql));
        Assert.Equal(outputs, await results.ScalarAsync<string>(OutputsSql));
        Assert.Empty(fleet.Errors());
    }
}
