using Google.Protobuf;
using TrackerFetcher.Sources.GtfsRealtime.Wire;

namespace TrackerFetcher.Sources.GtfsRealtime;

/// <summary>
/// The vehicles of a feed, one at a time: a small hostile feed can hold millions of empty entities, which would not fit into memory
/// together.
/// </summary>
internal sealed class FeedDocument
{
    private static readonly MessageParser<FeedEntity> EntityParser = FeedEntity.Parser.WithDiscardUnknownFields(true);
    private static readonly MessageParser<FeedHeader> HeaderParser = FeedHeader.Parser.WithDiscardUnknownFields(true);
    private static readonly uint HeaderTag = WireFormat.MakeTag(FeedMessage.HeaderFieldNumber, WireFormat.WireType.LengthDelimited);
    private static readonly uint EntityTag = WireFormat.MakeTag(FeedMessage.EntityFieldNumber, WireFormat.WireType.LengthDelimited);

    private readonly byte[] _body;

    private FeedDocument(byte[] body, FeedHeader header)
    {
        _body = body;
        Header = header;
    }

    public FeedHeader Header { get; }

    /// <summary>Reads the whole feed once, so that one that is truncated or corrupt anywhere is rejected as a whole.</summary>
    /// <exception cref="SourceException">The document is not a feed, or is truncated or corrupt.</exception>
    public static FeedDocument Open(byte[] body, string location)
    {
        if (body.Length == 0)
        {
            throw new SourceException($"'{location}' is empty. Check the feed; it is read again at its next turn.") { IsTransient = true };
        }

        FeedHeader? header = null;
        try
        {
            foreach ((uint tag, ByteString message) in Messages(body))
            {
                if (tag == HeaderTag)
                {
                    header = HeaderParser.ParseFrom(message);
                }
                else
                {
                    _ = EntityParser.ParseFrom(message);
                }
            }
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new SourceException(
                $"'{location}' is not a whole GTFS Realtime feed ({body.Length} bytes): {e.Message} Nothing of it is taken. Check that it is a protobuf feed and not cut off.", e);
        }

        return header is { HasGtfsRealtimeVersion: true }
            ? new FeedDocument(body, header)
            : throw new SourceException($"'{location}' is not a GTFS Realtime feed: it has no header with a version. Check the address or the source's kind.");
    }

    /// <summary>The entities with a vehicle's position; not alerts, trip updates and deletions.</summary>
    public IEnumerable<FeedEntity> Vehicles() =>
        Messages(_body)
            .Where(m => m.Tag == EntityTag)
            .Select(m => EntityParser.ParseFrom(m.Message))
            .Where(e => e is { Vehicle: not null, IsDeleted: false });

    private static IEnumerable<(uint Tag, ByteString Message)> Messages(byte[] body)
    {
        CodedInputStream input = new(body);
        while (input.ReadTag() is not 0 and uint tag)
        {
            if (tag == HeaderTag || tag == EntityTag)
            {
                yield return (tag, input.ReadBytes());
            }
            else
            {
                input.SkipLastField();
            }
        }
    }
}
