namespace TrackerFetcher.Sources;

/// <summary>The registered readers, by kind.</summary>
internal sealed class SourceReaders(IEnumerable<ISourceReader> readers)
{
    private readonly ISourceReader[] _readers = [.. readers];

    /// <summary>The kinds, in the order of registration.</summary>
    public IEnumerable<string> Kinds => _readers.Select(reader => reader.Kind);

    /// <summary>The reader of a kind.</summary>
    /// <exception cref="SourceException">The kind is unknown.</exception>
    public ISourceReader Get(string kind) => Array.Find(_readers, reader => reader.Kind == kind)
        ?? throw new SourceException($"The source's kind '{kind}' is not known. Use one of: {string.Join(", ", Kinds)}.");

    /// <summary>The reader of files with this extension; null if the extension tells no kind.</summary>
    public ISourceReader? ForFile(string extension) =>
        Array.Find(_readers, reader => reader.FileExtensions.Contains(extension, StringComparer.OrdinalIgnoreCase));

    /// <summary>The extensions that tell a kind.</summary>
    public IEnumerable<string> FileExtensions => _readers.SelectMany(reader => reader.FileExtensions);

    /// <summary>Checks a source's definition before it is read.</summary>
    /// <exception cref="SourceException">The kind or an option is unknown, or an option is out of range.</exception>
    public void Validate(string kind, string options) => SourceOptions.Read(Get(kind).OptionsType, SourceOptions.Parse(options));
}
