using System.Text.Json;
using Tracker.Data.Model;
using Tracker.Geo.Reports;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Tests.Sources;

/// <summary>Everything that was read of a source.</summary>
internal sealed record Reading(IReadOnlyList<SourceBatch> Batches)
{
    public IReadOnlyList<NewReport> Reports => [.. Batches.SelectMany(b => b.Reports)];

    public IReadOnlyList<QuarantinedReport> Rejected => [.. Batches.SelectMany(b => b.Rejected)];

    public long Received => Batches.Sum(b => b.Received);

    public string Position => Batches[^1].Position;

    public static JsonElement Json(string options) => JsonDocument.Parse(options).RootElement;

    public static async Task<Reading> Of(ISourceReader reader, string location, string? options = null, string? position = null, bool isScheduled = false, bool reread = false)
    {
        List<SourceBatch> batches = [];
        SourceRequest request = new(location, position, options is null ? null : Json(options), isScheduled, reread);
        await foreach (SourceBatch batch in reader.ReadAsync(request, CancellationToken.None))
        {
            Assert.Equal(batch.Received, batch.Reports.Count + batch.Rejected.Count);
            batches.Add(batch);
        }

        Assert.Single(batches, b => b.IsLast);
        Assert.True(batches[^1].IsLast);
        return new Reading(batches);
    }

    /// <summary>Reads one batch at a time, each by a new read from the last position, with batches of random sizes.</summary>
    public static async Task<Reading> Resumed(Func<ISourceReader> reader, string location, int seed, string options = "{}")
    {
        Random random = new(seed);
        List<SourceBatch> batches = [];
        string? position = null;
        do
        {
            Dictionary<string, JsonElement> settings = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(options)!;
            settings["batchSize"] = JsonSerializer.SerializeToElement(random.Next(4) == 0 ? random.Next(1, 10) : random.Next(50, 1_500));
            SourceRequest request = new(location, position, JsonSerializer.SerializeToElement(settings));
            await foreach (SourceBatch batch in reader().ReadAsync(request, CancellationToken.None))
            {
                batches.Add(batch);
                position = batch.Position;
                break;
            }
        }
        while (!batches[^1].IsLast);

        return new Reading(batches);
    }
}
