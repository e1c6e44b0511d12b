using System.Text;

namespace TrackerFetcher.Tests.Sources;

/// <summary>A file that goes with its test.</summary>
internal sealed class TempFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-sources-").FullName;

    public TempFile(byte[] content, string name)
    {
        Path = System.IO.Path.Combine(_folder, name);
        File.WriteAllBytes(Path, content);
    }

    public TempFile(string content, string name = "reports.csv")
        : this(Encoding.UTF8.GetBytes(content), name)
    {
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
