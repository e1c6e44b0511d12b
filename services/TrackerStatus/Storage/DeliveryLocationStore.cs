using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Geo.Fences;
using Tracker.Geo.Fences.Areas;
using TrackerStatus.Delivery;

namespace TrackerStatus.Storage;

/// <summary>Loads the delivery locations of a read's snapshot. Reads them again only after a fence changed.</summary>
internal sealed class DeliveryLocationStore
{
    private const string PlacesSql = """
        SELECT fence_id, shape, valid_from, valid_to, trackers FROM geofence_versions WHERE delivery AND valid_from < valid_to
        """;

    private (int? Timeline, long Revision, DeliveryMap Map)? _known;

    public async Task<DeliveryMap> ReadAsync(ReadScope read, CancellationToken cancellationToken)
    {
        await using ReadCommand ask = read.Command("SELECT revision FROM geofence_revision");
        long revision = (long)(await ask.ExecuteScalarAsync(cancellationToken))!;
        if (_known is { } known && known.Timeline == read.Route.Timeline && known.Revision == revision)
        {
            return known.Map;
        }

        var locations = new List<DeliveryLocation>();
        await using ReadCommand command = read.Command(PlacesSql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            locations.Add(new DeliveryLocation(
                reader.GetInt64(0),
                FenceArea.Of(FenceShapeJson.Read(reader.GetString(1))),
                reader.GetDateTime(2),
                reader.GetDateTime(3),
                await reader.IsDBNullAsync(4, cancellationToken) ? null : (await reader.GetFieldValueAsync<long[]>(4, cancellationToken)).ToHashSet()));
        }

        DeliveryMap map = new(locations);
        _known = (read.Route.Timeline, revision, map);
        return map;
    }
}
