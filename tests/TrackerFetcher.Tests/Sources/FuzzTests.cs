using System.Text;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Tests.Sources;

/// <summary>
/// Broken input of every kind ends in the quarantine or in a <see cref="SourceException"/>, never in anything else; 400 of each kind and
/// seed, made anew from their seeds each time.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private const int Rounds = 400;
    private const long MostMemory = 300_000_000;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private readonly Readers _readers = new();

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

    public void Dispose() => _readers.Dispose();

    [Theory]
    [MemberData(nameof(KindsAndSeeds))]
    public async Task Malformed_input_is_refused_or_quarantined_with_a_reason(string kind, int seed)
    {
        using CancellationTokenSource deadline = new(Deadline);
        Random random = new(seed);
        byte[] valid = Fuzzing.ValidOf(kind);
        (int refused, int read, int quarantined) = (0, 0, 0);
        for (int round = 0; round < Rounds; round++)
        {
            (int batches, int rejected) = await ReadAsync(kind, Fuzzing.Mutate(valid, random), deadline.Token);
            refused += batches == 0 ? 1 : 0;
            read += batches;
            quarantined += rejected;
        }

        // The mutations are worth something: some leave a readable input, some don't.
        Assert.InRange(read, 5, int.MaxValue);
        Assert.InRange(refused + quarantined, 20, int.MaxValue);
    }

    [Fact]
    public async Task Hostile_input_is_refused_or_quarantined_without_filling_the_memory()
    {
        using CancellationTokenSource deadline = new(Deadline);
        foreach ((string kind, byte[] input) in Fuzzing.Hostile())
        {
            long before = GC.GetTotalMemory(forceFullCollection: true);
            await ReadAsync(kind, input, deadline.Token);
            Assert.InRange(GC.GetTotalMemory(forceFullCollection: false) - before, long.MinValue, MostMemory);
        }
    }

    [Theory]
    [InlineData(SourceReaders.Csv)]
    [InlineData(SourceReaders.Gpx)]
    [InlineData(SourceReaders.GtfsRealtime)]
    [InlineData(SourceReaders.Traccar)]
    [InlineData(SourceReaders.Ndjson)]
    [InlineData(SourceReaders.Simulator)]
    public async Task A_mutated_position_is_a_start_or_a_place_in_the_input(string kind)
    {
        Random random = new(3);
        using TempFile file = new(Fuzzing.ValidOf(kind), "fuzz");
        const string Fleet = """{"reports":50,"start":"2025-01-01T00:00:00Z"}""";
        string? options = kind == SourceReaders.Simulator ? Fleet : null;
        string position = (await _readers.Read(kind, file.Path, options)).Position;
        for (int round = 0; round < Rounds; round++)
        {
            string mutated = Encoding.UTF8.GetString(Fuzzing.Mutate(Encoding.UTF8.GetBytes(position), random));
            Reading reading = await _readers.Read(kind, file.Path, options, mutated);
            Assert.InRange(reading.Received, 0, Fuzzing.Rows);
        }
    }

    /// <summary>How many batches and rejected reports came of it; no batch: it was refused.</summary>
    private async Task<(int Batches, int Rejected)> ReadAsync(string kind, byte[] input, CancellationToken deadline)
    {
        (int batches, int rejected) = (0, 0);
        using TempFile file = new(input, kind == Fuzzing.RecorderFile ? "fuzz.rec" : "fuzz");
        ISourceReader reader = _readers[kind == Fuzzing.RecorderFile ? SourceReaders.OwnTracks : kind];
        try
        {
            await foreach (SourceBatch batch in reader.ReadAsync(new SourceRequest(file.Path), deadline))
            {
                batches++;
                rejected += batch.Rejected.Count;
                foreach (RejectedReport report in batch.Rejected)
                {
                    Assert.InRange(report.Payload.Length, 0, RejectedReport.LongestPayload);
                    Assert.InRange(report.Detail.Length, 1, RejectedReport.LongestPayload);
                    Assert.DoesNotContain('\0', report.Payload + report.Detail + report.TrackerKey);
                }
            }
        }
        catch (SourceException e)
        {
            Assert.Contains(file.Path, e.Message, StringComparison.Ordinal);
        }

        return (batches, rejected);
    }
}
