using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;

namespace Tracker.Data.Trackers;

/// <summary>
/// Delivery locations: the fences that trackers are delivered to. Any fence with the property <c>delivery</c> is one; this adds plain
/// circles.
/// </summary>
public static class DeliveryCatalog
{
    private const string ListSql = $"""
        SELECT {StoredFence.Columns}
        FROM geofences f JOIN geofence_versions v ON v.fence_id = f.id
        WHERE v.delivery AND v.valid_to = 'infinity' AND v.valid_from < v.valid_to
        ORDER BY f.key
        """;

    /// <summary>Adds a circle that trackers are delivered to, valid always; an existing one is moved from now on.</summary>
    /// <param name="database">The cluster.</param>
    /// <param name="name">The fence's key, unique.</param>
    /// <param name="latitude">Degrees, WGS 84, -90 to 90.</param>
    /// <param name="longitude">Degrees, WGS 84, -180 to 180.</param>
    /// <param name="radiusMetres">More than 0.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="InvalidFenceException">A figure is out of its range.</exception>
    public static async Task SetAsync(
        Database database, string name, double latitude, double longitude, double radiusMetres, CancellationToken cancellationToken)
    {
        CircleShape circle = new(latitude, longitude, radiusMetres);
        FenceShapeRules.Check(circle);
        FenceDefinition fence = new(FenceProperties.CheckedKey(name), name, circle) { Terms = new FenceTerms { Delivery = true } };
        await FenceCatalog.ImportAsync(database, [fence], FenceValidity.Always, time: null, cancellationToken);
    }

    /// <summary>The fences that trackers are delivered to now, by key.</summary>
    public static async Task<IReadOnlyList<StoredFence>> ListAsync(ReadScope read, CancellationToken cancellationToken)
    {
        List<StoredFence> fences = [];
        await using ReadCommand command = read.Command(ListSql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            fences.Add(StoredFence.Read(reader));
        }

        return fences;
    }
}
