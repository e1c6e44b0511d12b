using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tracker.Data.Ingest;
using TrackerFetcher.Sources;
using TrackerFetcher.Trial;

namespace TrackerFetcher.Tests.Sources;

/// <summary>
/// The fetcher reads files, as <c>./tracker source test</c> runs it, with a heap limit that is smaller than any of them. .NET ends a process
/// that needs more.
/// </summary>
[Collection(Alone.Name)]
public sealed class BoundedMemoryTests
{
    private const int Heap = 64 * 1024 * 1024;
    private const int Large = 96 * 1024 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    public static TheoryData<string, string> Inputs => new()
    {
        { Kind.Csv, "rows" },
        { Kind.Csv, "one line" },
        { Kind.Csv, "an open quote" },
        { Kind.Ndjson, "one line" },
        { Kind.Gpx, "an attribute" },
        { Kind.Gpx, "a text" },
        { Kind.Gpx, "nested elements" },
        { Kind.Gpx, "different names" },
        { Kind.HttpJson, "one line" },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task A_file_larger_than_the_heap_is_read_or_refused_whatever_it_holds(string kind, string what)
    {
        using TempFile file = new(Array.Empty<byte>(), "large");
        await WriteAsync(kind, what, file.Path);
        SourceDefinition source = new("large", kind, file.Path, "{}", true, new SourceSchedule());
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "TrackerFetcher.dll"), TrialProgram.Argument, $"{int.MaxValue}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(file.Path),
            Environment = { ["DOTNET_GCHeapHardLimit"] = Heap.ToString("X", CultureInfo.InvariantCulture), ["DOTNET_gcServer"] = "0" },
        };
        using Process fetcher = Process.Start(start)!;
        try
        {
            await fetcher.StandardInput.WriteAsync(JsonSerializer.Serialize(source));
            fetcher.StandardInput.Close();
            Task<string> errors = fetcher.StandardError.ReadToEndAsync();
            string answer = await fetcher.StandardOutput.ReadToEndAsync().WaitAsync(Deadline);
            await fetcher.WaitForExitAsync().WaitAsync(Deadline);

            Assert.True(fetcher.ExitCode == 0, $"{kind}, {what}: {await errors}");
            TrialResult result = JsonSerializer.Deserialize<TrialResult>(answer)!;
            Assert.True(result.Error is not null || result.Received > 0);
        }
        finally
        {
            if (!fetcher.HasExited)
            {
                fetcher.Kill();
            }
        }
    }

    private static async Task WriteAsync(string kind, string what, string path)
    {
        const string Header = "id,time,lat,lon\n";
        const string Root = "<gpx><trk><trkseg><trkpt lat=\"48\" lon=\"16\"><time>2025-01-01T00:00:00Z</time></trkpt>";
        (string head, string repeated) = (kind, what) switch
        {
            (Kind.Csv, "rows") => (Header, "bus 7,2025-01-01T10:00:00Z,48.2082,16.3738\n"),
            (Kind.Csv, "one line") => (Header, "x"),
            (Kind.Csv, _) => (Header, "\"bus 7,2025-01-01T10:00:00Z,48.2082,16.3738\n"),
            (Kind.Gpx, "an attribute") => (Root + "<trkpt lat=\"", "1"),
            (Kind.Gpx, "a text") => (Root + "<trkpt lat=\"48\" lon=\"16\"><ele>", "1"),
            (Kind.Gpx, "nested elements") => (Root, "<a>"),
            (Kind.Gpx, _) => (Root, "<a{0}/>"),
            _ => ("{\"id\":\"", "x"),
        };
        await using StreamWriter writer = new(path, append: false, new UTF8Encoding(false), 1024 * 1024);
        await writer.WriteAsync(head);
        StringBuilder block = new();
        long number = 0;
        for (long length = 0; length < Large; length += block.Length)
        {
            block.Clear();
            while (block.Length < 64 * 1024)
            {
                block.Append(repeated.Contains("{0}", StringComparison.Ordinal) ? repeated.Replace("{0}", $"{number++}", StringComparison.Ordinal) : repeated);
            }

            await writer.WriteAsync(block);
        }
    }
}
