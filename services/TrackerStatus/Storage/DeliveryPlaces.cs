using Npgsql;
using Tracker.Data.Scopes;
using TrackerStatus.Delivery;

namespace TrackerStatus.Storage;

/// <summary>Delivery locations in the database.</summary>
internal static class DeliveryPlaces
{
    public static async Task<DeliveryMap> ReadAsync(ReadScope read, CancellationToken cancellationToken)
    {
        var places = new List<DeliveryPlace>();
        await using ReadCommand command = read.Command("SELECT id, latitude, longitude, radius_m FROM delivery_locations");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            places.Add(new DeliveryPlace(reader.GetInt64(0), reader.GetDouble(1), reader.GetDouble(2), reader.GetDouble(3)));
        }

        return new DeliveryMap(places);
    }
}
