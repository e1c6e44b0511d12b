using System.Text.Json;
using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Http;
using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.FindMy;

/// <summary>
/// Reads Find My reports: from macless-haystack's endpoint, which returns encrypted <c>results</c> for the posted ids of tags, from a file
/// of such a response, or from decrypted reports as OpenHaystack stores them.
/// </summary>
internal sealed class FindMySourceReader(DocumentSource documents) : SourceReader<FindMyOptions>
{
    public const string Name = "findmy";

    public override string Kind => Name;

    protected override IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, FindMyOptions options, CancellationToken ct)
    {
        FindMyKeys keys = options.KeysFile is null ? FindMyKeys.None : FindMyKeys.Load(options.KeysFile);
        return documents.ReadAsync(request, options, new Format(options, keys), ct);
    }

    private sealed class Format(FindMyOptions options, FindMyKeys keys) : IDocumentFormat
    {
        private readonly FindMyReport _report = new(options, keys);

        // The endpoint's window counts back from now, so that each request asks for the same number of days.
        public HttpSourceRequest Request(Uri url, DateTime? newest) => keys.Ids.Count == 0
            ? new HttpSourceRequest(url)
            : new HttpSourceRequest(url, JsonSerializer.SerializeToUtf8Bytes(new { ids = keys.Ids, days = options.Days }));

        public IEnumerable<Action<BatchBuilder>> Open(byte[] body, DocumentOrigin origin) => JsonItems
            .Open(body, ["results", string.Empty], origin.Shown)
            .All()
            .Select(raw => (Action<BatchBuilder>)(batch => JsonItem.Read(raw, options.LongestItem, batch, item => _report.Read(item, raw, batch))));
    }
}
