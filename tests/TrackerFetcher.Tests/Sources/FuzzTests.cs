using System.Text;
using Tracker.Data.Model;
using TrackerFetcher.Sources;
using TrackerFetcher.Tests.Sources.FindMy;
using TrackerFetcher.Tests.Sources.HttpJson;

namespace TrackerFetcher.Tests.Sources;

/// <summary>
/// Broken input of every kind ends in the quarantine or in a <see cref="SourceException"/>, never in anything else, soon, and at a cost
/// that its length bounds; 400 of each kind and seed, and 40 of each sample file, made anew from their seeds each time.
/// </summary>
[Collection(Alone.Name)]
public sealed class FuzzTests : IDisposable
{
    private const int Rounds = 400;
    private const int RoundsOfSamples = 40;

    // Bytes allocated by reading an input, whether they are freed again or not.
    private const long MostAllocated = 8_000_000;
    private const long MostAllocatedAByte = 1_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private readonly Readers _readers = new(new Dictionary<string, string?> { ["TRACKER_KEY_FEED"] = "open sesame" });
    private readonly TempFile _keys = new(SealedReports.Keys, "keys.json");

    public static TheoryData<string, int> KindsAndSeeds()
    {
        TheoryData<string, int> data = [];
        foreach (string kind in Fuzzing.Kinds)
        {
            data.Add(kind, 1);
            data.Add(kind, 2);
        }

        return data;
    }

    public static TheoryData<string> Kinds => [.. Fuzzing.Kinds.Append(Kind.Simulator)];

    public void Dispose()
    {
        _keys.Dispose();
        _readers.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Input_that_is_not_mutated_is_read_whole(string kind)
    {
        foreach (string options in OptionsOf(kind).Take(1))
        {
            Outcome outcome = await WithinDeadlineAsync(kind, Fuzzing.ValidOf(kind), options, "as it is");
            Assert.Equal((Fuzzing.Rows, 0), (outcome.Received, outcome.Rejected));
        }
    }

    [Theory]
    [MemberData(nameof(KindsAndSeeds))]
    public async Task Malformed_input_is_refused_or_quarantined_with_a_reason(string kind, int seed)
    {
        Random random = new(seed);
        string[] options = OptionsOf(kind);
        Outcome[] outcomes = await MutatedAsync(kind, Fuzzing.ValidOf(kind), options, random, Rounds, $"{kind}, seed {seed}");

        // The mutations are worth something: some leave a readable input, some don't.
        Assert.InRange(outcomes.Sum(outcome => outcome.Batches), 5, int.MaxValue);
        Assert.InRange(outcomes.Sum(outcome => outcome.Rejected + (outcome.Batches == 0 ? 1 : 0)), 20, int.MaxValue);
    }

    public static TheoryData<string> Files =>
    [
        .. Samples.Available(
            "day.csv", "some-times.gpx", "empty-segment.gpx", "city.pb", "town.pb", "city.json",
            "csv/capmetro_2015-03-07.csv", "gpx/gpxpy_korita-zbevnica.gpx", "gpx/gpxpy_track-with-empty-segment.gpx",
            "gtfs-rt/mbta_vehiclepositions_2017-12-18.pb", "gtfs-rt/raba-vehicle-positions.pb", "json/mbta_VehiclePositions_enhanced_2018-05-29.json"),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_was_damaged_is_refused_or_quarantined_with_a_reason(string name)
    {
        (string kind, string options) = Path.GetExtension(name) switch
        {
            ".csv" => (Kind.Csv, "{}"),
            ".gpx" => (Kind.Gpx, "{}"),
            ".pb" => (Kind.GtfsRealtime, "{}"),
            _ => (Kind.HttpJson, JsonFeeds.Options),
        };
        byte[] whole = Samples.Read(name);
        byte[] start = whole[..Math.Min(whole.Length, 250_000)];
        Outcome[] outcomes = await MutatedAsync(kind, start, [options], new Random(4), RoundsOfSamples, name);
        Assert.InRange(outcomes.Sum(outcome => outcome.Received), 1, int.MaxValue);
    }

    [Fact]
    public async Task Hostile_input_is_refused_or_quarantined()
    {
        foreach ((string kind, byte[] input) in Fuzzing.Hostile())
        {
            await WithinDeadlineAsync(kind, input, OptionsOf(kind)[0], $"hostile, {input.Length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Mutated_options_are_understood_or_refused(string kind)
    {
        Random random = new(5);
        int refused = 0;
        foreach (string options in OptionsOf(kind))
        {
            for (int round = 0; round < Rounds; round++)
            {
                string mutated = Encoding.UTF8.GetString(Fuzzing.Mutate(Encoding.UTF8.GetBytes(options), random));
                refused += Record.Exception(() => _readers.Sources.Validate(NameOf(kind), mutated)) switch
                {
                    null => 0,
                    SourceException => 1,
                    { } other => throw new InvalidOperationException($"The options {mutated} of {kind} are answered by {other.GetType().Name}.", other),
                };
            }
        }

        Assert.InRange(refused, 1, Rounds * 3);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_mutated_position_is_a_start_or_a_place_in_the_input(string kind)
    {
        Random random = new(3);
        using TempFile file = new(Fuzzing.ValidOf(kind), FileNameOf(kind));
        string options = OptionsOf(kind)[0];
        string position = (await _readers.Read(NameOf(kind), file.Path, options)).Position;
        for (int round = 0; round < Rounds; round++)
        {
            string mutated = Encoding.UTF8.GetString(Fuzzing.Mutate(Encoding.UTF8.GetBytes(position), random));
            Reading reading = await Task.Run(() => _readers.Read(NameOf(kind), file.Path, options, mutated)).WaitAsync(Deadline);
            Assert.InRange(reading.Received, 0, Fuzzing.Rows);
        }
    }

    private static string NameOf(string kind) => kind == Fuzzing.RecorderFile ? Kind.OwnTracks : kind;

    private static string FileNameOf(string kind) => kind == Fuzzing.RecorderFile ? "fuzz.rec" : "fuzz";

    private string[] OptionsOf(string kind) => [.. Fuzzing.OptionsOf(kind).Select(options => options.Replace("KEYS", _keys.Path, StringComparison.Ordinal))];

    private async Task<Outcome[]> MutatedAsync(string kind, byte[] valid, string[] options, Random random, int rounds, string what)
    {
        Outcome[] outcomes = new Outcome[rounds];
        for (int round = 0; round < rounds; round++)
        {
            outcomes[round] = await WithinDeadlineAsync(kind, Fuzzing.Mutate(valid, random), options[random.Next(options.Length)], $"{what}, round {round}");
        }

        return outcomes;
    }

    /// <summary>What came of reading it; a reader that computes without end is found, too, which looks at no token.</summary>
    private async Task<Outcome> WithinDeadlineAsync(string kind, byte[] input, string options, string what)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        try
        {
            Outcome outcome = await Task.Run(() => ReadAsync(kind, input, options)).WaitAsync(Deadline);
            long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            Assert.True(allocated <= MostAllocated + (MostAllocatedAByte * input.Length), $"{kind}, {what}, {options}: {allocated} bytes were allocated for {input.Length}.");
            return outcome;
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{kind}, {what}, {options}: it is not read within {Deadline:c}.", e);
        }
    }

    private async Task<Outcome> ReadAsync(string kind, byte[] input, string options)
    {
        (int batches, int received, int rejected) = (0, 0, 0);
        using TempFile file = new(input, FileNameOf(kind));
        try
        {
            await foreach (SourceBatch batch in _readers[NameOf(kind)].ReadAsync(new SourceRequest(file.Path, Options: Reading.Json(options)), CancellationToken.None))
            {
                batches++;
                received += (int)batch.Received;
                rejected += batch.Rejected.Count;
                foreach (QuarantinedReport report in batch.Rejected)
                {
                    Assert.InRange(report.Payload.Length, 0, Excerpt.Longest);
                    Assert.InRange(report.Detail.Length, 1, Excerpt.Longest);
                    Assert.DoesNotContain('\0', report.Payload + report.Detail + report.TrackerKey);
                }
            }
        }
        catch (SourceException e)
        {
            Assert.Contains(file.Path, e.Message, StringComparison.Ordinal);
        }

        return new Outcome(batches, received, rejected);
    }

    /// <summary>No batch: it was refused.</summary>
    private readonly record struct Outcome(int Batches, int Received, int Rejected);
}
