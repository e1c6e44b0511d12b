using TrackerFetcher.Sources;
using TrackerFetcher.Tests.Sources;

namespace TrackerFetcher.Tests.Semantics;

public sealed class RereadTests : IDisposable
{
    private readonly Readers _readers = new();

    public static TheoryData<string> Kinds => [.. Fuzzing.Kinds];

    public void Dispose() => _readers.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_reread_lists_the_payloads_that_its_reports_would_have_in_the_quarantine(string kind)
    {
        using TempFile keys = new(Sources.FindMy.SealedReports.Keys, "keys.json");
        using TempFile file = new(Fuzzing.ValidOf(kind), kind == Fuzzing.RecorderFile ? "x.rec" : "x");
        string name = kind == Fuzzing.RecorderFile ? Kind.OwnTracks : kind;
        string options = Fuzzing.OptionsOf(kind)[0].Replace("KEYS", keys.Path, StringComparison.Ordinal);
        Reading read = await Reading.Of(_readers[name], file.Path, options, reread: true);
        Reading once = await Reading.Of(_readers[name], file.Path, options);
        // The same reports are ahead of time to an earlier clock.
        _readers.Clock.Now = DateTimeOffset.Parse("2020-01-01T00:00:00Z");
        Reading quarantined = await Reading.Of(_readers[name], file.Path, options);

        Assert.Equal(Fuzzing.Rows, quarantined.Rejected.Count);
        Assert.Equal(quarantined.Rejected.Select(rejected => rejected.Payload), read.Batches.SelectMany(batch => batch.Read!));
        Assert.All(once.Batches, batch => Assert.Null(batch.Read));
    }

    [Fact]
    public async Task Long_payloads_with_the_same_beginning_stay_distinct()
    {
        string note = new('x', 3_000);
        Reading reading = await _readers.ReadText(
            Kind.Ndjson, $$"""{"note":"{{note}}","id":"a"}""" + "\n" + $$"""{"note":"{{note}}","id":"b"}""" + "\n" + $$"""{"note":"{{note}}","id":"b"}""" + "\n", name: "x.ndjson");

        string[] payloads = [.. reading.Rejected.Select(rejected => rejected.Payload)];
        Assert.NotEqual(payloads[0], payloads[1]);
        Assert.Equal(payloads[1], payloads[2]);
        Assert.All(payloads, payload => Assert.Equal(Excerpt.Longest, payload.Length));
        Assert.Contains("... (3020 bytes, SHA-256 ", payloads[0], StringComparison.Ordinal);
    }
}
