namespace TrackerFetcher.Sources;

/// <summary>A reader with options of type <typeparamref name="TOptions"/>, which are checked before it reads.</summary>
internal abstract class SourceReader<TOptions> : ISourceReader
    where TOptions : SourceOptions, new()
{
    public abstract string Kind { get; }

    public Type OptionsType => typeof(TOptions);

    public virtual IReadOnlyList<string> FileExtensions => [];

    public virtual bool NeedsLocation => true;

    public IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, CancellationToken ct) =>
        ReadAsync(request, SourceOptions.Read<TOptions>(request.Options), ct);

    protected abstract IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, TOptions options, CancellationToken ct);
}
