using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Http;

namespace TrackerFetcher.Sources.GtfsRealtime;

/// <summary>Reads the vehicle positions of a GTFS Realtime feed.</summary>
internal sealed class GtfsRealtimeSourceReader(DocumentSource documents) : SourceReader<GtfsRealtimeOptions>, IDocumentFormat
{
    public const string Name = "gtfs-rt";

    public override string Kind => Name;

    public override IReadOnlyList<string> FileExtensions => [".pb"];

    public HttpSourceRequest Request(Uri url, DateTime? newest) => new(url);

    public IEnumerable<Action<BatchBuilder>> Open(byte[] body, DocumentOrigin origin)
    {
        FeedDocument document = FeedDocument.Open(body, origin.Shown);
        return document.Vehicles().Select(entity => (Action<BatchBuilder>)(batch => VehicleReport.Read(entity, document.Header, batch)));
    }

    protected override IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, GtfsRealtimeOptions options, CancellationToken ct) =>
        documents.ReadAsync(request, options, this, ct);
}
