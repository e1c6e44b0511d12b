using System.Text;
using Npgsql;
using Tracker.Bench.Figures;
using Tracker.Geo.Fences;

namespace Tracker.Bench.Fences;

/// <summary>
/// The same matching in PostGIS: with indexes on both sides and the fastest of three queries. Measures the CPU time of the
/// backend.
/// </summary>
internal sealed class PostgisMatching : IAsyncDisposable
{
    // Circles by distance on the sphere. The GiST index contains their bounding boxes.
    private const string CirclesHold = "f.reach && p.place AND ST_DWithin(f.centre, p.geog, f.radius, false)";

    private const string PolygonsHold = "ST_Covers(f.area, p.place)";

    private const string TablesSql = """
        CREATE EXTENSION IF NOT EXISTS postgis;
        DROP TABLE IF EXISTS fence_match, place_match;
        CREATE TABLE fence_match (area geometry, reach geometry, centre geography, radius float8);
        CREATE TABLE place_match (place geometry, geog geography);
        """;

    private const string IndexSql = """
        CREATE INDEX ON fence_match USING gist (area);
        CREATE INDEX ON fence_match USING gist (reach);
        CREATE INDEX ON place_match USING gist (place);
        VACUUM ANALYZE fence_match, place_match;
        """;

    private readonly NpgsqlConnection _connection;
    private readonly string _holds;
    private readonly int _places;

    private PostgisMatching(NpgsqlConnection connection, string holds, int places) =>
        (_connection, _holds, _places) = (connection, holds, places);

    /// <summary>Stores places and fences, which are all circles or all polygons.</summary>
    public static async Task<PostgisMatching> CreateAsync(
        NpgsqlDataSource server, FenceShape[] shapes, (double Latitude, double Longitude)[] places, CancellationToken ct)
    {
        NpgsqlConnection connection = await server.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, TablesSql, ct);
        await ExecuteAsync(
            connection,
            "INSERT INTO place_match SELECT ST_SetSRID(ST_Point(x, y), 4326), ST_SetSRID(ST_Point(x, y), 4326)::geography FROM unnest($1::float8[], $2::float8[]) AS n(x, y)",
            ct,
            places.Select(place => place.Longitude).ToArray(),
            places.Select(place => place.Latitude).ToArray());
        await CreateFencesAsync(connection, shapes, ct);
        foreach (string statement in IndexSql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            await ExecuteAsync(connection, statement, ct);
        await ExecuteAsync(connection, "SET max_parallel_workers_per_gather = 0; SET jit = off; SET work_mem = '256MB'", ct);
        return new PostgisMatching(connection, shapes[0] is CircleShape ? CirclesHold : PolygonsHold, places.Length);
    }

    /// <summary>Runs all three queries and returns the fastest.</summary>
    public async Task<(Rate Rate, long Pairs)> RunAsync(CancellationToken ct)
    {
        (Rate Rate, long Pairs) best = default;
        foreach (string sql in new[]
        {
            $"SELECT count(*) FROM place_match p JOIN fence_match f ON {_holds}",
            $"SELECT count(*) FROM place_match p CROSS JOIN LATERAL (SELECT FROM fence_match f WHERE {_holds} OFFSET 0) n",
            $"SELECT count(*) FROM fence_match f CROSS JOIN LATERAL (SELECT FROM place_match p WHERE {_holds} OFFSET 0) n",
        })
        {
            await using NpgsqlCommand command = new(sql, _connection) { CommandTimeout = 600 };
            TimeSpan started = CpuTime.OfProcess(_connection.ProcessID);
            long pairs = (long)(await command.ExecuteScalarAsync(ct))!;
            Rate rate = new(_places, CpuTime.OfProcess(_connection.ProcessID) - started);
            if (rate.PerSecond > best.Rate.PerSecond || best.Rate.Rows == 0)
                best = (rate, pairs);
        }

        return best;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task CreateFencesAsync(NpgsqlConnection connection, FenceShape[] shapes, CancellationToken ct)
    {
        CircleShape[] circles = [.. shapes.OfType<CircleShape>()];
        await ExecuteAsync(
            connection,
            """
            INSERT INTO fence_match (reach, centre, radius)
            SELECT ST_Envelope(ST_Buffer(c, r + 1)::geometry), c, r
            FROM (SELECT ST_SetSRID(ST_Point(x, y), 4326)::geography AS c, r FROM unnest($1::float8[], $2::float8[], $3::float8[]) AS n(x, y, r)) n
            """,
            ct,
            circles.Select(circle => circle.Longitude).ToArray(),
            circles.Select(circle => circle.Latitude).ToArray(),
            circles.Select(circle => circle.RadiusMetres).ToArray());
        await ExecuteAsync(
            connection,
            "INSERT INTO fence_match (area) SELECT ST_GeomFromText(wkt, 4326) FROM unnest($1::text[]) AS n(wkt)",
            ct,
            [shapes.OfType<PolygonShape>().Select(shape => Wkt(shape.Polygons[0])).ToArray()]);
    }

    private static string Wkt(FencePolygon polygon) => new StringBuilder("POLYGON((")
        .AppendJoin(',', polygon.Outer.Select(point => FormattableString.Invariant($"{point.Longitude:R} {point.Latitude:R}")))
        .Append("))")
        .ToString();

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] parameters)
    {
        await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = 600 };
        foreach (object parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await command.ExecuteNonQueryAsync(ct);
    }
}
