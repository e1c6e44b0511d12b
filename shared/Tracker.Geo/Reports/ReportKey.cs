namespace Tracker.Geo.Reports;

/// <summary>
/// Identity and order of one tracker's reports: event time, then fingerprint. Several reports of one tracker in one
/// instant are normal (several finders); the fingerprint makes their order the same however they arrived.
/// </summary>
/// <param name="RecordedAt">Event time, UTC, whole microseconds (what PostgreSQL stores).</param>
/// <param name="Fingerprint">A stable hash of what was reported (<see cref="NewReport.Fingerprint"/>).</param>
public readonly record struct ReportKey(DateTime RecordedAt, long Fingerprint) : IComparable<ReportKey>
{
    /// <summary>The key before all others.</summary>
    public static readonly ReportKey First = new(DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), long.MinValue);

    /// <summary>The least key that comes after this one.</summary>
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

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or comes before it.</summary>
    public static bool operator <=(ReportKey left, ReportKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or comes after it.</summary>
    public static bool operator >=(ReportKey left, ReportKey right) => left.CompareTo(right) >= 0;
}
