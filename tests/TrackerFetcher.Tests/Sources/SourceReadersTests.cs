using TrackerFetcher.Sources;

namespace TrackerFetcher.Tests.Sources;

public sealed class SourceReadersTests : IDisposable
{
    private readonly Readers _readers = new();

    public static TheoryData<string> All
    {
        get
        {
            using Readers readers = new();
            return [.. readers.Sources.Kinds];
        }
    }

    public void Dispose() => _readers.Dispose();

    [Fact]
    public void Kinds_are_distinct_and_an_unknown_kind_is_refused_with_the_list_of_kinds()
    {
        string[] kinds = [.. _readers.Sources.Kinds];
        Assert.Equal(kinds, kinds.Distinct());
        SourceException e = Assert.Throws<SourceException>(() => _readers.Sources.Get("carrier-pigeon"));
        Assert.All(kinds, kind => Assert.Contains(kind, e.Message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_kind_has_a_reader_and_options_that_are_checked(string kind)
    {
        ISourceReader reader = _readers[kind];
        Assert.True(reader.OptionsType.IsSubclassOf(typeof(SourceOptions)));
        Assert.All(reader.FileExtensions, extension => Assert.Same(reader, _readers.Sources.ForFile(extension)));
        _readers.Sources.Validate(kind, "{}");
        SourceException e = Assert.Throws<SourceException>(() => _readers.Sources.Validate(kind, """{"batchSize":0}"""));
        Assert.Contains("'batchSize'", e.Message, StringComparison.Ordinal);
    }
}
