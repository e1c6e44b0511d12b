using System.ComponentModel.DataAnnotations;
using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;

namespace LocationAggregator.Stays;

/// <summary>
/// Finds stays by the sliding window of Li et al. (2008): the first report of a window is its anchor; a report at the
/// distance from it or further closes the window, which is a stay where that report's time minus the anchor's is at least the
/// minimum duration; the closing report is the next anchor. A gap between neighbours longer than the gap drops the
/// window and starts one at the later report. A window that is still open is no stay. Thread-safe.
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

    /// <summary>Goes on from a window (null: the first report is an anchor) over the reports that follow it.</summary>
    /// <param name="window">The open window, or null to start at an anchor: the tracker's first report or one of <see cref="StayReplay"/>.</param>
    /// <param name="reports">In ascending order of their keys, all after the window's last.</param>
    /// <exception cref="ArgumentException">The reports are out of order.</exception>
    public StayAdvance Advance(StayWindow? window, IReadOnlyList<Fix> reports) => Advance(window, reports, replay: null);

    /// <summary>The same, stopping where a replay meets the earlier run.</summary>
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
            if (replay is not null && replay.Meets(report.Key, current.Last, gap))
            {
                return new StayAdvance(stays, open, report.Key);
            }
        }

        return new StayAdvance(stays, open, MetAt: null);
    }

    /// <summary>A longer silence than this makes a report an anchor whatever came before.</summary>
    public TimeSpan Gap => _gap;

    /// <summary>
    /// Whether a late report falls within the open window and near its anchor: it changes no window then (it can only
    /// shorten a silence), and where that holds for all late reports, and no report becomes an outlier by them or ceases to be
    /// one, there is nothing to replay.
    /// </summary>
    public bool Absorbs(StayWindow open, Fix late) =>
        open.Anchor < late.Key && late.Key < open.Last && IsNear(open, late);

    private bool IsNear(StayWindow window, Fix report) =>
        Earth.DistanceMetres(window.AnchorLatitude, window.AnchorLongitude, report.Latitude, report.Longitude) < _distance;

    private static StayWindow OpenAt(Fix report) => new(report.Key, report.Latitude, report.Longitude, report.Key);
}
