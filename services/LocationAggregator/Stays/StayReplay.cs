using Tracker.Geo.Reports;

namespace LocationAggregator.Stays;

/// <summary>
/// Decides where a replay starts and stops when reports changed: late ones, and those that became outliers or ceased to be
/// outliers. An anchor depends only on the reports before it and remains an anchor when later reports change. A replay
/// therefore starts at the last known anchor before the first change, and stops at an anchor that it shares with the
/// earlier run once it has passed all changes.
/// </summary>
/// <remarks>
/// Known anchors are the first report of each effective stay, the report that closed it, and the open window's first
/// report. A report after a gap is an anchor too: a caller that finds one between the known anchor and the first change may
/// start there, and a replay stops at such a report.
/// </remarks>
internal sealed class StayReplay
{
    private readonly HashSet<ReportKey> _anchors = [];
    private readonly ReportKey _lastChanged;
    private readonly ReportKey _earlierLast;

    private StayReplay(ReportKey? start, ReportKey lastChanged, ReportKey earlierLast)
    {
        Start = start;
        _lastChanged = lastChanged;
        _earlierLast = earlierLast;
    }

    /// <summary>The report to start at, as the anchor of a new window; null to start at the beginning of the tracker's history.</summary>
    public ReportKey? Start { get; }

    /// <summary>Creates the replay for a range of changed reports.</summary>
    /// <param name="firstChanged">The earliest changed report.</param>
    /// <param name="lastChanged">The latest changed report.</param>
    /// <param name="open">The open window of the earlier run.</param>
    /// <param name="before">The tracker's last effective stay that begins before <paramref name="firstChanged"/>.</param>
    public static StayReplay For(ReportKey firstChanged, ReportKey lastChanged, StayWindow open, StaySpan? before)
    {
        ReportKey? start = null;
        foreach (ReportKey? anchor in new[] { open.Anchor, before?.AnchorKey, before?.ClosingKey })
        {
            if (anchor is { } known && known < firstChanged && (start is not { } best || known > best))
            {
                start = known;
            }
        }

        var replay = new StayReplay(start, lastChanged, open.Last);
        replay._anchors.Add(open.Anchor);
        return replay;
    }

    /// <summary>Returns the same replay with a later anchor as its start.</summary>
    public StayReplay WithStart(ReportKey anchor)
    {
        var replay = new StayReplay(anchor, _lastChanged, _earlierLast);
        replay._anchors.UnionWith(_anchors);
        return replay;
    }

    /// <summary>Adds the anchors of effective stays in the segment that is about to be recomputed.</summary>
    public void AddAnchors(IEnumerable<StaySpan> effective) =>
        _anchors.UnionWith(effective.SelectMany(stay => new[] { stay.AnchorKey, stay.ClosingKey }));

    /// <summary>Whether a stay of the earlier run lies in the recomputed segment.</summary>
    public bool Covers(StaySpan earlier, ReportKey? convergedAt) =>
        (Start is not { } start || earlier.AnchorKey >= start) && (convergedAt is not { } end || earlier.AnchorKey < end);

    /// <summary>Whether a window that opens here is also a window of the earlier run.</summary>
    /// <param name="anchor">The report that opens the window.</param>
    /// <param name="predecessor">The report before it. After a gap, both must be unchanged.</param>
    /// <param name="afterGap">Whether there is a gap between the two.</param>
    internal bool ConvergesAt(ReportKey anchor, ReportKey predecessor, bool afterGap) =>
        anchor <= _earlierLast && (_anchors.Contains(anchor) ? anchor > _lastChanged : afterGap && predecessor > _lastChanged);
}
