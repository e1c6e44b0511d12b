using Tracker.Data.Model;

namespace Tracker.Data.OutputLogs;

/// <summary>
/// A consumer's output: entries numbered (shard, sequence) without gaps, never deleted. An entry that no longer holds is superseded by
/// a later one that repeats it and names it. Every log is declared here, once: services write it, and erasures blank it, by this
/// declaration.
/// </summary>
/// <remarks>
/// Each consumer's first log takes its numbers from <c>consumer_cursors.output_sequence</c>, which every batch writes anyway; the others
/// take theirs from <c>output_logs</c>. Both rows are held until the commit.
/// </remarks>
public sealed partial class OutputLog
{
    private const string Never = "'-infinity'";
    private const string Unknown = "NULL";

    private static readonly LogColumn Tracker = new("tracker_id", "bigint", "0");

    private OutputLog(string name, string? consumer, params LogColumn[] content)
    {
        (Name, Consumer, Columns) = (name, consumer, [Tracker, .. content]);
        _sql = new Statements(this);
    }

    /// <summary>Table <c>stays</c>.</summary>
    public static OutputLog Stays { get; } = new(
        "stays",
        Consumers.LocationAggregator,
        new LogColumn("started_at", "timestamptz", Never),
        new LogColumn("started_fingerprint", "bigint", "0"),
        new LogColumn("finished_at", "timestamptz", Never),
        new LogColumn("finished_fingerprint", "bigint", "0"),
        new LogColumn("latitude", "float8", "0"),
        new LogColumn("longitude", "float8", "0"),
        new LogColumn("points", "int", "0"));

    /// <summary>Table <c>trips</c>.</summary>
    public static OutputLog Trips { get; } = new(
        "trips",
        consumer: null,
        new LogColumn("started_at", "timestamptz", Never),
        new LogColumn("started_fingerprint", "bigint", "0"),
        new LogColumn("finished_at", "timestamptz", Never),
        new LogColumn("finished_fingerprint", "bigint", "0"),
        new LogColumn("from_latitude", "float8", "0"),
        new LogColumn("from_longitude", "float8", "0"),
        new LogColumn("to_latitude", "float8", "0"),
        new LogColumn("to_longitude", "float8", "0"),
        new LogColumn("distance_m", "float8", "0"),
        new LogColumn("points", "int", "0"));

    /// <summary>Table <c>outliers</c>.</summary>
    public static OutputLog Outliers { get; } = new(
        "outliers",
        consumer: null,
        new LogColumn("recorded_at", "timestamptz", Never),
        new LogColumn("fingerprint", "bigint", "0"),
        new LogColumn("latitude", "float8", "0"),
        new LogColumn("longitude", "float8", "0"));

    /// <summary>Table <c>tracks</c>.</summary>
    public static OutputLog Tracks { get; } = new(
        "tracks",
        consumer: null,
        new LogColumn("day", "date", Never),
        new LogColumn("time_zone", "text", "''"),
        new LogColumn("tolerance_m", "float8", "0"),
        new LogColumn("reports", "int", "0"),
        new LogColumn("distance_m", "float8", "0"),
        new LogColumn("times", "timestamptz[]", "'{}'"),
        new LogColumn("latitudes", "float8[]", "'{}'"),
        new LogColumn("longitudes", "float8[]", "'{}'"));

    /// <summary>Table <c>geofence_events</c>.</summary>
    public static OutputLog GeofenceEvents { get; } = new(
        "geofence_events",
        Consumers.GeofenceProcessor,
        new LogColumn("fence_id", "bigint", "0"),
        new LogColumn("fence_version", "int", "0"),
        new LogColumn("type", "text", "'exit'"),
        new LogColumn("occurred_at", "timestamptz", Never),
        new LogColumn("report_fingerprint", "bigint", Unknown),
        new LogColumn("initial", "boolean", "false"),
        new LogColumn("reason", "text", Unknown),
        new LogColumn("entered_at", "timestamptz", Never));

    /// <summary>Table <c>status_transitions</c>.</summary>
    public static OutputLog StatusTransitions { get; } = new(
        "status_transitions",
        Consumers.TrackerStatus,
        new LogColumn("state", "text", "'inactive'"),
        new LogColumn("occurred_at", "timestamptz", Never),
        new LogColumn("delivery_location_id", "bigint", Unknown));

    /// <summary>All logs.</summary>
    public static IReadOnlyList<OutputLog> All { get; } = [Stays, Trips, Outliers, Tracks, GeofenceEvents, StatusTransitions];

    /// <summary>The log's name, which is its table's.</summary>
    public string Name { get; }

    /// <summary>The consumer whose cursors number the log; null where <c>output_logs</c> does.</summary>
    public string? Consumer { get; }

    /// <summary>All columns but shard, sequence, supersedes and superseded_by.</summary>
    public IReadOnlyList<LogColumn> Columns { get; }

    /// <summary>The names of <see cref="Columns"/>, as SQL.</summary>
    internal string ColumnNames => string.Join(", ", Columns.Select(column => column.Name));
}
