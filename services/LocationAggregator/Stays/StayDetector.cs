using System.ComponentModel.DataAnnotations;
using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;

namespace LocationAggregator.Stays;

/// <summary>
/// Detects stays with the sliding window of Li et al. (2008). The first report of a window is its anchor. A report at the
/// distance from the anchor, or farther, closes the window and becomes the next anchor; the window is a stay if the time
/// from the anchor to the closing report is at least the minimum duration. A longer gap between neighbouring reports
/// discards the window and starts a new one at the later report. A window that is still open is not a stay. Thread-safe.
/// </summary>
internal sealed class StayDetector
{
    private readonly double _distance;
    private readonly TimeSpan _duration;
    private readonly TimeSpan _gap;

    public StayDetector(StayOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        (_distance, _duration, _gap) = (options.DistanceMetres, options.MinimumDuration, options.Gap);
    }

    /// <summary>Continues a window with the reports that follow it.</summary>
    /// <param name="window">
    /// The open window; null to start at an anchor, which is the tracker's first report or one of <see cref="StayReplay"/>.
    /// </param>
    /// <param name="reports">In ascending order of their keys, all after the window's last report.</param>
    /// <exception cref="ArgumentException">The reports are out of order.</exception>
    public StayAdvance Advance(StayWindow? window, IReadOnlyList<Fix> reports) => Advance(window, reports, replay: null);

    /// <summary>Continues a window and stops where a replay converges with the earlier run.</summary>
    public StayAdvance Advance(StayWindow? window, IReadOnlyList<Fix> reports, StayReplay? replay)
    {
        List<StaySpan> stays = [];
        StayWindow? open = window;
        foreach (Fix report in reports)
        {
            if (open is not { } current)
            {
                open = OpenAt(report);
                continue;
            }

            if (report.Key <= current.Last)
            {
                throw new ArgumentException($"The report {report.Key} does not come after {current.Last}: sort by key, without duplicates.", nameof(reports));
            }

            bool gap = report.RecordedAt - current.Last.RecordedAt > _gap;
            if (!gap && IsNear(current, report))
            {
                open = current with { Last = report.Key };
                continue;
            }

            if (!gap && report.RecordedAt - current.Anchor.RecordedAt >= _duration)
            {
                stays.Add(new StaySpan(current.Anchor, current.AnchorLatitude, current.AnchorLongitude, report.Key));
            }

            open = OpenAt(report);
            if (replay is not null && replay.ConvergesAt(report.Key, current.Last, gap))
            {
                return new StayAdvance(stays, open, report.Key);
            }
        }

        return new StayAdvance(stays, open, ConvergedAt: null);
    }

    /// <summary>A report after a longer gap is an anchor, whatever came before.</summary>
    public TimeSpan Gap => _gap;

    /// <summary>
    /// Whether a late report lies within the open window and near its anchor. Such a report changes no window: it can only
    /// shorten a gap. If this is true for all late reports and the outliers stay the same, no replay is necessary.
    /// </summary>
    public bool Absorbs(StayWindow open, Fix late) =>
        open.Anchor < late.Key && late.Key < open.Last && IsNear(open, late);

    private bool IsNear(StayWindow window, Fix report) =>
        Earth.DistanceMetres(window.AnchorLatitude, window.AnchorLongitude, report.Latitude, report.Longitude) < _distance;

    private static StayWindow OpenAt(Fix report) => new(report.Key, report.Latitude, report.Longitude, report.Key);
}
