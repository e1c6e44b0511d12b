using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Http;

namespace TrackerFetcher.Sources.GtfsRealtime;

/// <summary>Reads the vehicle positions of a GTFS Realtime feed.</summary>
internal sealed class GtfsRealtimeSourceReader(DocumentSource documents) : ISourceReader, IDocumentFormat
{
    public IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, CancellationToken ct) =>
        documents.ReadAsync(request, SourceOptions.Read<GtfsRealtimeOptions>(request.Options), this, ct);

    public HttpQuestion Ask(Uri url, DateTime? newest) => new(url);

    public IEnumerable<Action<BatchBuilder>> Open(byte[] body, DocumentOrigin origin)
    {
        FeedDocument document = FeedDocument.Open(body, origin.Shown);
        return document.Vehicles().Select(entity => (Action<BatchBuilder>)(batch => VehicleReport.Read(entity, document.Header, batch)));
    }
}
