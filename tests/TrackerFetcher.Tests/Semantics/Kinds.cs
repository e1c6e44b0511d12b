using TrackerFetcher.Sources;
using TrackerFetcher.Tests.Sources;

namespace TrackerFetcher.Tests.Semantics;

public sealed class Kinds : IDisposable
{
    private readonly Readers _readers = new();

    public static TheoryData<string> All => [.. SourceReaders.All];

    public void Dispose() => _readers.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void Every_kind_has_a_reader_and_options_that_are_checked(string kind)
    {
        Assert.NotNull(_readers[kind]);
        SourceReaders.Check(_readers.Services, kind, "{}");
        SourceException e = Assert.Throws<SourceException>(() => SourceReaders.Check(_readers.Services, kind, """{"batchSize":0}"""));
        Assert.Contains("'batchSize'", e.Message, StringComparison.Ordinal);
    }
}
