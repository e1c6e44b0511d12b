using Tracker.Geo.Reports;

namespace Tracker.Data.Ingest;

/// <summary>A batch's reports as one array per column, sorted by tracker and event time, without duplicates.</summary>
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

    public static ReportColumns Of(List<ResolvedReport> reports)
    {
        List<(ResolvedReport Resolved, ReportKey Key)> keyed =
            reports.ConvertAll(resolved => (resolved, new ReportKey(resolved.Report.RecordedAt, resolved.Report.Fingerprint())));

        keyed.Sort(static (left, right) =>
        {
            int byTracker = left.Resolved.TrackerId.CompareTo(right.Resolved.TrackerId);
            return byTracker != 0 ? byTracker : left.Key.CompareTo(right.Key);
        });
        var distinct = new List<(ResolvedReport Resolved, ReportKey Key)>(keyed.Count);
        foreach ((ResolvedReport Resolved, ReportKey Key) row in keyed)
        {
            if (distinct.Count == 0 || distinct[^1].Resolved.TrackerId != row.Resolved.TrackerId || distinct[^1].Key != row.Key)
            {
                distinct.Add(row);
            }
        }

        var columns = new ReportColumns(distinct.Count);
        for (int i = 0; i < distinct.Count; i++)
        {
            columns.Set(i, distinct[i].Resolved, distinct[i].Key);
        }

        return columns;
    }

    private void Set(int i, ResolvedReport resolved, ReportKey key)
    {
        NewReport report = resolved.Report;
        TrackerIds[i] = resolved.TrackerId;
        Shards[i] = resolved.Shard;
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
