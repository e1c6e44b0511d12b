using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Http;
using TrackerFetcher.Sources.Json;
using TrackerFetcher.Sources.Lines;

namespace TrackerFetcher.Sources.OwnTracks;

/// <summary>
/// Reads an OwnTracks Recorder: its API (GET /api/0/locations?user=U&amp;device=D, github.com/owntracks/recorder, API.md), the JSON
/// that it gives, or the <c>.rec</c> files of its store (doc/STORE.md).
/// </summary>
internal sealed class OwnTracksSourceReader(DocumentSource documents, LineSource lines, TimeProvider time) : SourceReader<OwnTracksOptions>
{
    public const string Name = "owntracks";

    public override string Kind => Name;

    public override IReadOnlyList<string> FileExtensions => [".rec"];

    protected override IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, OwnTracksOptions options, CancellationToken ct) =>
        request.Location.EndsWith(".rec", StringComparison.OrdinalIgnoreCase)
            ? lines.ReadAsync(request, options, options.LongestItem, new RecorderLines(options, options.Tracker ?? OfStore(request.Location)), ct)
            : documents.ReadAsync(request, options, new Format(options, time), ct);

    // rec/USER/DEVICE/2026-01.rec
    private static string? OfStore(string path)
    {
        string[] folders = path.Split('/', '\\');
        return folders.Length > 3 && folders[^4] == "rec" ? $"{folders[^3]}/{folders[^2]}" : null;
    }

    private sealed class Format(OwnTracksOptions options, TimeProvider time) : IDocumentFormat
    {
        public HttpSourceRequest Request(Uri url, DateTime? newest) => new(options.Window.Of(url, newest, time.GetUtcNow().UtcDateTime));

        public IEnumerable<Action<BatchBuilder>> Open(byte[] body, DocumentOrigin origin)
        {
            string? tracker = options.Tracker ?? OfQuery(origin.Url);
            return JsonItems.Open(body, ["data", string.Empty], origin.Shown)
                .All()
                .Select(raw => (Action<BatchBuilder>)(batch =>
                    JsonItem.Read(raw, options.LongestItem, batch, item => OwnTracksLocation.Read(item, raw, tracker, batch))));
        }

        private static string? OfQuery(Uri? url) =>
            url is not null && SourceUrl.Parameter(url, "user") is { } user && SourceUrl.Parameter(url, "device") is { } device ? $"{user}/{device}" : null;
    }
}
