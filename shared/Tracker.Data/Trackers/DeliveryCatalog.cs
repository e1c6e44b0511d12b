using Npgsql;
using Tracker.Data.Pipeline;
using Tracker.Data.Scopes;

namespace Tracker.Data.Trackers;

/// <summary>Delivery locations. They hold for all time, so a change asks for all statuses to be made again, in the same transaction.</summary>
public static class DeliveryCatalog
{
    private const string SetSql = """
        INSERT INTO delivery_locations (name, latitude, longitude, radius_m) VALUES ($1, $2, $3, $4)
        ON CONFLICT (name) DO UPDATE SET latitude = excluded.latitude, longitude = excluded.longitude, radius_m = excluded.radius_m
        """;

    /// <summary>Adds a location, or moves it.</summary>
    /// <param name="write">The transaction.</param>
    /// <param name="name">Unique.</param>
    /// <param name="latitude">Degrees, WGS 84, -90 to 90.</param>
    /// <param name="longitude">Degrees, WGS 84, -180 to 180.</param>
    /// <param name="radiusMetres">More than 0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException">A figure is out of its range.</exception>
    public static async Task SetAsync(
        WriteScope write, string name, double latitude, double longitude, double radiusMetres, CancellationToken cancellationToken)
    {
        Check(nameof(latitude), latitude, -90, 90);
        Check(nameof(longitude), longitude, -180, 180);
        Check(nameof(radiusMetres), radiusMetres, double.Epsilon, 1_000_000);
        await using NpgsqlCommand set = write.Command(SetSql, name, latitude, longitude, radiusMetres);
        await set.ExecuteNonQueryAsync(cancellationToken);
        await AgainAsync(write, cancellationToken);
    }

    /// <summary>Removes a location; what was delivered there was not.</summary>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> RemoveAsync(WriteScope write, string name, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand remove = write.Command("DELETE FROM delivery_locations WHERE name = $1", name);
        bool existed = await remove.ExecuteNonQueryAsync(cancellationToken) > 0;
        if (existed)
        {
            await AgainAsync(write, cancellationToken);
        }

        return existed;
    }

    private static Task<int> AgainAsync(WriteScope write, CancellationToken cancellationToken) =>
        Recomputations.RequestAsync(write, Guid.NewGuid(), Consumers.TrackerStatus, tracker: null, from: null, cancellationToken);

    private static void Check(string name, double value, double least, double most)
    {
        // NaN is in no range.
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, value, $"It must be between {least} and {most}.");
        }
    }
}
