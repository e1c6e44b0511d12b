using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Http;
using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.HttpJson;

/// <summary>Reads the JSON of any service by a mapping of its fields, from a server or a file.</summary>
internal sealed class HttpJsonSourceReader(DocumentSource documents, TimeProvider time) : SourceReader<HttpJsonOptions>
{
    public const string Name = "http-json";

    public override string Kind => Name;

    protected override IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, HttpJsonOptions options, CancellationToken ct) =>
        documents.ReadAsync(request, options, new Format(options, time), ct);

    private sealed class Format(HttpJsonOptions options, TimeProvider time) : IDocumentFormat
    {
        private readonly JsonReports _reports = new(options.Fields, options.SpeedUnit, SourceZone.Find(options.TimeZone));

        public HttpSourceRequest Request(Uri url, DateTime? newest) => new(options.Window.Of(url, newest, time.GetUtcNow().UtcDateTime));

        public IEnumerable<Action<BatchBuilder>> Open(byte[] body, DocumentOrigin origin) => JsonItems
            .Open(body, [options.Items], origin.Shown)
            .All()
            .Select(raw => (Action<BatchBuilder>)(batch =>
                JsonItem.Read(raw, options.LongestItem, batch, item => _reports.Read(item, raw, options.Tracker, batch))));
    }
}
