using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.Tracks;
using Npgsql;
using Tracker.Data.OutputLogs;

namespace LocationAggregator.Storage;

/// <summary>The log of tracks.</summary>
internal static class TrackLog
{
    private const string EffectiveSql = """
        SELECT sequence, tracker_id, day, time_zone, tolerance_m, reports, distance_m, times, latitudes, longitudes
        FROM tracks t JOIN unnest($1::bigint[], $2::date[]) AS q(wanted_tracker, wanted_day) ON t.tracker_id = q.wanted_tracker AND t.day = q.wanted_day
        WHERE supersedes IS NULL AND superseded_by IS NULL
        """;

    private const string DaysSql = """
        SELECT day FROM tracks WHERE tracker_id = $1 AND day >= $2 AND supersedes IS NULL AND superseded_by IS NULL
        """;

    public static readonly LogMapping<DayTrack> Columns = LogMapping<DayTrack>.Empty
        .Column(track => track.Day)
        .Column(track => track.TimeZone)
        .Column(track => track.ToleranceMetres)
        .Column(track => track.Reports)
        .Column(track => track.DistanceMetres)
        .Column(track => track.Points.Select(point => point.RecordedAt).ToArray())
        .Column(track => track.Points.Select(point => point.Latitude).ToArray())
        .Column(track => track.Points.Select(point => point.Longitude).ToArray());

    public static async Task<IReadOnlyDictionary<(long TrackerId, DateOnly Day), StoredTrack>> EffectiveAsync(
        ReadScope read, IReadOnlyList<(long TrackerId, DateOnly Day)> days, CancellationToken cancellationToken)
    {
        var tracks = new Dictionary<(long, DateOnly), StoredTrack>(days.Count);
        await using ReadCommand command = read.Command(
            EffectiveSql, days.Select(row => row.TrackerId).ToArray(), days.Select(row => row.Day).ToArray());
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            StoredTrack track = Read(reader);
            tracks.Add((track.TrackerId, track.Track.Day), track);
        }

        return tracks;
    }

    /// <summary>The days that have a track, from a given day on.</summary>
    public static async Task<List<DateOnly>> DaysAsync(ReadScope read, long trackerId, DateOnly from, CancellationToken cancellationToken)
    {
        var days = new List<DateOnly>();
        await using ReadCommand command = read.Command(DaysSql, trackerId, from);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            days.Add(reader.GetFieldValue<DateOnly>(0));
        }

        return days;
    }

    private static StoredTrack Read(NpgsqlDataReader reader)
    {
        DateTime[] times = reader.GetFieldValue<DateTime[]>(7);
        double[] latitudes = reader.GetFieldValue<double[]>(8);
        double[] longitudes = reader.GetFieldValue<double[]>(9);
        return new StoredTrack(
            reader.GetInt64(1),
            reader.GetInt64(0),
            new DayTrack(
                reader.GetFieldValue<DateOnly>(2),
                reader.GetString(3),
                reader.GetDouble(4),
                reader.GetInt32(5),
                reader.GetDouble(6),
                [.. times.Select((time, i) => new TrackPoint(time, latitudes[i], longitudes[i]))]));
    }
}
