using System.Text.Json;
using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Http;
using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.FindMy;

/// <summary>
/// Reads Find My reports: of macless-haystack's endpoint, which is posted the tags' ids and answers with sealed <c>results</c>, or of
/// a file of such an answer, or of decrypted reports as OpenHaystack keeps them.
/// </summary>
internal sealed class FindMySourceReader(DocumentSource documents) : ISourceReader
{
    public IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, CancellationToken ct)
    {
        FindMyOptions options = SourceOptions.Read<FindMyOptions>(request.Options);
        FindMyKeys keys = options.KeysFile is null ? FindMyKeys.None : FindMyKeys.Load(options.KeysFile);
        return documents.ReadAsync(request, options, new Format(options, keys), ct);
    }

    private sealed class Format(FindMyOptions options, FindMyKeys keys) : IDocumentFormat
    {
        private readonly FindMyReport _report = new(options, keys);

        // The endpoint's window counts back from now: always the same days, an overlap of nearly all of them.
        public HttpQuestion Ask(Uri url, DateTime? newest) => keys.Ids.Count == 0
            ? new HttpQuestion(url)
            : new HttpQuestion(url, JsonSerializer.SerializeToUtf8Bytes(new { ids = keys.Ids, days = options.Days }));

        public IEnumerable<Action<BatchBuilder>> Open(byte[] body, DocumentOrigin origin) => JsonItems.Open(body, ["results", string.Empty], origin.Shown)
            .All()
            .Select(raw => (Action<BatchBuilder>)(batch => JsonItem.Read(raw, options.LongestItem, batch, item => _report.Read(item, raw, batch))));
    }
}
