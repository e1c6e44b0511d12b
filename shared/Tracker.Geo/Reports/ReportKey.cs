namespace Tracker.Geo.Reports;

/// <summary>
/// The identity and order of a tracker's reports: event time, then fingerprint. Several reports at the same instant are
/// normal, because several finders report the same tracker; the fingerprint makes their order independent of their arrival.
/// </summary>
/// <param name="RecordedAt">Event time, UTC, in whole microseconds (the resolution of PostgreSQL).</param>
/// <param name="Fingerprint">A stable hash of the report's content (<see cref="NewReport.Fingerprint"/>).</param>
public readonly record struct ReportKey(DateTime RecordedAt, long Fingerprint) : IComparable<ReportKey>
{
    /// <summary>The smallest key.</summary>
    public static readonly ReportKey First = new(DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), long.MinValue);

    /// <summary>The smallest key that is greater than this one.</summary>
    public ReportKey Next() => Fingerprint < long.MaxValue ? this with { Fingerprint = Fingerprint + 1 } : new(RecordedAt.AddMicroseconds(1), long.MinValue);

    /// <summary>Orders by event time, then fingerprint.</summary>
    public int CompareTo(ReportKey other)
    {
        int byTime = RecordedAt.CompareTo(other.RecordedAt);
        return byTime != 0 ? byTime : Fingerprint.CompareTo(other.Fingerprint);
    }

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(ReportKey left, ReportKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(ReportKey left, ReportKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> equals <paramref name="right"/> or comes before it.</summary>
    public static bool operator <=(ReportKey left, ReportKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> equals <paramref name="right"/> or comes after it.</summary>
    public static bool operator >=(ReportKey left, ReportKey right) => left.CompareTo(right) >= 0;
}
