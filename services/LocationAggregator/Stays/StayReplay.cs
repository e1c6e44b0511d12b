using Tracker.Geo.Reports;

namespace LocationAggregator.Stays;

/// <summary>
/// What changed reports (late ones, and those that became outliers by them or ceased to be) make to be done again. An anchor
/// depends only on the reports before it, so it stays one when something changes after it: a replay starts at the last
/// known anchor before the first change, and it may stop at an anchor that it shares with the earlier run once all changes
/// are behind it.
/// </summary>
/// <remarks>
/// Known anchors are the first report of each effective stay, the report that closed it, and the open window's first. A
/// report after a gap is an anchor too: a caller that finds one between the known anchor and the first change may start
/// there, and a replay that crosses one stops there.
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

    /// <summary>The report to start at, as the anchor of a new window; null: from the beginning of the tracker's history.</summary>
    public ReportKey? Start { get; }

    /// <summary>The replay that changes ask for.</summary>
    /// <param name="firstChanged">The earliest report that is new or another than before.</param>
    /// <param name="lastChanged">The latest one.</param>
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

    /// <summary>The same, from a later anchor on.</summary>
    public StayReplay StartingAt(ReportKey anchor)
    {
        var replay = new StayReplay(anchor, _lastChanged, _earlierLast);
        replay._anchors.UnionWith(_anchors);
        return replay;
    }

    /// <summary>Takes in the effective stays of the stretch that is about to be done again: a replay may stop at their ends.</summary>
    public void Know(IEnumerable<StaySpan> effective) =>
        _anchors.UnionWith(effective.SelectMany(stay => new[] { stay.AnchorKey, stay.ClosingKey }));

    /// <summary>Whether a stay of the earlier run lies in what the replay did again, which ended at <paramref name="metAt"/>.</summary>
    public bool Covers(StaySpan earlier, ReportKey? metAt) =>
        (Start is not { } start || earlier.AnchorKey >= start) && (metAt is not { } end || earlier.AnchorKey < end);

    /// <summary>Whether a window opened here is a window of the earlier run too.</summary>
    /// <param name="anchor">The report that opens it.</param>
    /// <param name="predecessor">The report before: after a gap, both must be what they were.</param>
    /// <param name="afterGap">Whether a gap lies between the two.</param>
    internal bool Meets(ReportKey anchor, ReportKey predecessor, bool afterGap) =>
        anchor <= _earlierLast && (_anchors.Contains(anchor) ? anchor > _lastChanged : afterGap && predecessor > _lastChanged);
}
