using Tracker.Data.Model;
using Tracker.Geo.Reports;

namespace Tracker.Data.Ingest;

/// <summary>A batch's reports as one array a column, sorted by tracker and event time, without repetitions.</summary>
internal sealed class ReportColumns
{
    private ReportColumns(int count)
    {
        TrackerIds = new long[count];
        Shards = new short[count];
        RecordedAt = new DateTime[count];
        Fingerprints = new long[count];
        Latitudes = new double[count];
        Longitudes = new double[count];
        Accuracies = new float?[count];
        Altitudes = new float?[count];
        Speeds = new float?[count];
        Headings = new float?[count];
        Batteries = new float?[count];
    }

    public long[] TrackerIds { get; }

    public short[] Shards { get; }

    public DateTime[] RecordedAt { get; }

    public long[] Fingerprints { get; }

    public double[] Latitudes { get; }

    public double[] Longitudes { get; }

    public float?[] Accuracies { get; }

    public float?[] Altitudes { get; }

    public float?[] Speeds { get; }

    public float?[] Headings { get; }

    public float?[] Batteries { get; }

    public int Count => TrackerIds.Length;

    public static short ShardOf(long trackerId) => (short)(trackerId % ReportShard.Count);

    public static ReportColumns Of(List<(long TrackerId, NewReport Report)> reports)
    {
        var keyed = new List<(long TrackerId, ReportKey Key, NewReport Report)>(reports.Count);
        foreach ((long trackerId, NewReport report) in reports)
        {
            keyed.Add((trackerId, new ReportKey(report.RecordedAt, report.Fingerprint()), report));
        }

        keyed.Sort(static (left, right) =>
        {
            int byTracker = left.TrackerId.CompareTo(right.TrackerId);
            return byTracker != 0 ? byTracker : left.Key.CompareTo(right.Key);
        });
        var distinct = new List<(long TrackerId, ReportKey Key, NewReport Report)>(keyed.Count);
        foreach ((long TrackerId, ReportKey Key, NewReport Report) row in keyed)
        {
            if (distinct.Count == 0 || distinct[^1].TrackerId != row.TrackerId || distinct[^1].Key != row.Key)
            {
                distinct.Add(row);
            }
        }

        var columns = new ReportColumns(distinct.Count);
        for (int i = 0; i < distinct.Count; i++)
        {
            columns.Set(i, distinct[i].TrackerId, distinct[i].Key, distinct[i].Report);
        }

        return columns;
    }

    private void Set(int i, long trackerId, ReportKey key, NewReport report)
    {
        TrackerIds[i] = trackerId;
        Shards[i] = ShardOf(trackerId);
        RecordedAt[i] = key.RecordedAt;
        Fingerprints[i] = key.Fingerprint;
        Latitudes[i] = report.Latitude;
        Longitudes[i] = report.Longitude;
        Accuracies[i] = (float?)report.AccuracyMetres;
        Altitudes[i] = (float?)report.AltitudeMetres;
        Speeds[i] = (float?)report.SpeedMetresPerSecond;
        Headings[i] = (float?)report.HeadingDegrees;
        Batteries[i] = (float?)report.BatteryPercent;
    }
}
