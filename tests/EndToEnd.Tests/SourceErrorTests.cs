using System.Globalization;
using EndToEnd.Tests.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EndToEnd.Tests;

[Collection(OnCluster.Name)]
public sealed class SourceErrorTests(ClusterFixture fixture)
{
    private const int GoodRows = 6_000;

    [Fact]
    public async Task Each_bad_source_reports_its_error_while_the_good_source_is_stored_completely()
    {
        using TemporaryFiles files = new();
        await using WebApplication server = await ServerAsync();
        string url = server.Urls.First();
        (string Name, string Kind, string Location, string Options, string[] Said)[] bad =
        [
            ("missing", "csv", files.Path("missing.csv"), "{}", ["missing.csv", "does not exist", "Check the path"]),
            ("binary", "csv", files.Write("binary.csv", [0x50, 0x4B, 3, 4, 0, 0, 0, 8, 10, 1, 2]), "{}", ["binary.csv", "is not a CSV", "correct the source's kind"]),
            ("columns", "csv", files.Write("columns.csv", "vehicle,when,lat\nb1,2026-01-01T00:00:00Z,1\n"), "{}", ["columns.csv", "time", "longitude"]),
            ("empty", "csv", files.Write("empty.csv", ""), "{}", ["empty.csv", "is empty"]),
            ("timeless", "gpx", files.Write("timeless.gpx", Timeless), "{}", ["timeless.gpx", "time"]),
            ("torn", "gtfs-rt", files.Write("torn.pb", [0x0A, 0x0D, 0x0A, 0x03, 0x32, 0x2E]), "{}", ["torn.pb"]),
            ("gone", "gtfs-rt", $"{url}/gone", "{}", ["/gone", "404"]),
            ("silent", "gtfs-rt", $"{url}/silent", """{"timeout": "00:00:01"}""", ["/silent", "did not answer", "timeout"]),
            ("unknown", "carrier-pigeon", "loft", "{}", ["carrier-pigeon", "csv, gpx"]),
        ];
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture);
        foreach ((string name, string kind, string location, string options, _) in bad)
        {
            await pipeline.Sources.AddAsync(name, location, kind, options);
        }

        // The last one registered, and so the last one due: the others must not be in its way.
        await pipeline.Sources.AddAsync("good", files.Write("good.csv", Good()), options: Pipeline.SmallSourceBatches);
        pipeline.Fleet.Start([WorkerBinary.Fetcher]);
        await pipeline.Results.UntilAsync("(SELECT finished_at IS NOT NULL FROM sources WHERE name = 'good')", "the good source is read");
        Assert.Equal(GoodRows, await pipeline.Results.ScalarAsync<long>("SELECT count(*) FROM location_reports"));
        foreach ((string name, _, _, _, string[] said) in bad)
        {
            await pipeline.Results.UntilAsync($"(SELECT last_error IS NOT NULL FROM sources WHERE name = '{name}')", $"{name} has its error");
            string error = await pipeline.Results.ScalarAsync<string>($"SELECT last_error FROM sources WHERE name = '{name}'");
            Assert.All(said, word => Assert.Contains(word, error, StringComparison.Ordinal));
            Assert.DoesNotContain('\n', error);
            Assert.Contains(pipeline.Fleet.Log(WorkerFleet.NameOf(WorkerBinary.Fetcher)), line => line.Contains(error, StringComparison.Ordinal));
        }

        Assert.Empty(pipeline.Fleet.Errors());
    }

    [Fact]
    public async Task More_hanging_sources_than_concurrent_fetches_do_not_delay_a_source_that_answers()
    {
        using TemporaryFiles files = new();
        await using WebApplication server = await ServerAsync();
        await using Pipeline pipeline = await Pipeline.EmptyAsync(
            fixture, new Dictionary<string, string> { ["TRACKER_FETCH_CONCURRENCY"] = "2", ["TRACKER_FETCH_POLL"] = "100ms", ["TRACKER_JOB_STALL_LIMIT"] = "2s" });
        for (int i = 0; i < 8; i++)
        {
            await pipeline.Sources.AddAsync($"silent {i}", $"{server.Urls.First()}/silent", "gtfs-rt", """{"timeout":"00:10:00"}""");
        }

        await pipeline.Sources.AddAsync("good", files.Write("good.csv", Good()), options: Pipeline.SmallSourceBatches);
        pipeline.Fleet.Start([WorkerBinary.Fetcher]);
        await pipeline.Results.UntilAsync("(SELECT finished_at IS NOT NULL FROM sources WHERE name = 'good')", "the good source is read");
        Assert.Equal(GoodRows, await pipeline.Results.ScalarAsync<long>("SELECT count(*) FROM location_reports"));

        // The others hang still, for longer than a job may be silent.
        await pipeline.Results.UntilAsync("(SELECT finished_at < now() - interval '4 s' FROM sources WHERE name = 'good')", "the fetcher has waited for the others");
        Assert.Equal(8, await pipeline.Results.ScalarAsync<long>("SELECT count(*) FROM sources WHERE claim IS NOT NULL AND last_error IS NULL AND next_due_at > now()"));
        using HttpClient client = new();
        using HttpResponseMessage alive = await client.GetAsync($"{AddressOf(pipeline.Fleet)}/health/live");
        Assert.True(alive.IsSuccessStatusCode, await alive.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Other_sources_are_read_between_the_batches_of_a_long_file()
    {
        using TemporaryFiles files = new();
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture, new Dictionary<string, string> { ["TRACKER_FETCH_CONCURRENCY"] = "1" });
        await pipeline.Sources.AddAsync("long", files.Write("long.csv", Good()), options: """{"batchSize":20}""");
        await pipeline.Sources.AddAsync("short", files.Write("short.csv", Good()[..10_000]));
        pipeline.Fleet.Start([WorkerBinary.Fetcher]);
        await pipeline.Results.UntilAsync("(SELECT count(*) = 2 FROM sources WHERE finished_at IS NOT NULL)", "both are read");

        Assert.True(await pipeline.Results.ScalarAsync<bool>(
            "SELECT (SELECT finished_at FROM sources WHERE name = 'short') < (SELECT finished_at FROM sources WHERE name = 'long')"));
    }

    private static string AddressOf(WorkerFleet fleet) => fleet.Log(WorkerFleet.NameOf(WorkerBinary.Fetcher))
        .SelectMany(line => line.Split(' ', ',', ';'))
        .First(word => word.StartsWith("http://127.", StringComparison.Ordinal));

    private const string Timeless =
        """<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg><trkpt lat="46" lon="14"/><trkpt lat="46.1" lon="14"/></trkseg></trk></gpx>""";

    private static string Good() => "tracker,time,latitude,longitude\n" + string.Concat(Enumerable.Range(0, GoodRows).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"t{i % 50},{new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(i):O},{48 + (i * 1e-5)},16\n")));

    private static async Task<WebApplication> ServerAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.Run(async context =>
        {
            if (context.Request.Path == "/silent")
            {
                // Until the client has had enough.
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
        });
        await server.StartAsync();
        return server;
    }
}
