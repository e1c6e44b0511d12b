using Tracker.Data.Reports;

namespace LocationAggregator.Stays;

/// <summary>
/// What late reports make to be done again. An anchor depends only on the reports before it, so it stays one when a report
/// comes in after it: a replay starts at the last known anchor before the first late report, and it may stop at an
/// anchor that it shares with the earlier run once all late reports are behind it.
/// </summary>
/// <remarks>
/// Known anchors are the first report of each effective stay, the report that closed it, and the open window's first.
/// A report after a gap is an anchor too: a caller that finds one between the known anchor and the late report may start
/// there (<see cref="StayDetector.IsGap"/>), and a replay that crosses one stops there.
/// </remarks>
internal sealed class StayReplay
{
    private readonly HashSet<ReportKey> _anchors;
    private readonly ReportKey _lastLate;

    private StayReplay(ReportKey? start, HashSet<ReportKey> anchors, ReportKey lastLate)
    {
        Start = start;
        _anchors = anchors;
        _lastLate = lastLate;
    }

    /// <summary>The report to start at, as the anchor of a new window; null: from the beginning of the tracker's history.</summary>
    public ReportKey? Start { get; }

    /// <summary>The replay that late reports ask for.</summary>
    /// <param name="firstLate">The earliest late report: not after the open window's last.</param>
    /// <param name="lastLate">The latest late report.</param>
    /// <param name="open">The open window of the earlier run.</param>
    /// <param name="effective">
    /// The tracker's effective stays. Needed are the last one that begins before <paramref name="firstLate"/> and those after
    /// it; fewer of the later ones only make the replay longer.
    /// </param>
    public static StayReplay For(ReportKey firstLate, ReportKey lastLate, StayWindow open, IEnumerable<StaySpan> effective)
    {
        HashSet<ReportKey> anchors = [open.Anchor, .. effective.SelectMany(stay => new[] { stay.AnchorKey, stay.ClosingKey })];
        ReportKey? start = null;
        foreach (ReportKey anchor in anchors)
        {
            if (anchor < firstLate && (start is not { } best || anchor > best))
            {
                start = anchor;
            }
        }

        return new StayReplay(start, anchors, lastLate);
    }

    /// <summary>Whether a stay of the earlier run lies in what the replay did again, which ended at <paramref name="metAt"/>.</summary>
    public bool Covers(StaySpan earlier, ReportKey? metAt) =>
        (Start is not { } start || earlier.AnchorKey >= start) && (metAt is not { } end || earlier.AnchorKey < end);

    /// <summary>Whether a window opened here is a window of the earlier run too.</summary>
    internal bool Meets(ReportKey anchor, bool afterGap) => anchor > _lastLate && (afterGap || _anchors.Contains(anchor));
}
