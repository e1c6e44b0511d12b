using Tracker.Geo.Reports;

namespace LocationAggregator.Aggregation;

/// <summary>Which processed reports of a tracker may be another than they were: new among them, or judged otherwise.</summary>
/// <param name="First">The earliest; <see cref="ReportKey.First"/> where all may be.</param>
/// <param name="Last">The latest.</param>
/// <param name="IsNew">Whether a report is new; the track of its day, and of its neighbours' days, is another now.</param>
internal sealed record PastChange(ReportKey First, ReportKey Last, Func<ReportKey, bool> IsNew)
{
    /// <summary>All from a key on counts as new.</summary>
    public static PastChange From(ReportKey from) => new(from, Later, key => key >= from);

    /// <summary>No report comes after it.</summary>
    private static readonly ReportKey Later = new(DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc), long.MaxValue);
}
