using Tracker.Geo.Reports;

namespace TrackerStatus.Delivery;

/// <summary>A visit to a delivery location that is not long enough yet.</summary>
/// <param name="LocationId">The location.</param>
/// <param name="Since">The first report there.</param>
internal readonly record struct Visit(long LocationId, ReportKey Since);

/// <summary>A completed delivery.</summary>
/// <param name="LocationId">The location.</param>
/// <param name="At">When the minimum duration was reached, UTC.</param>
/// <param name="ShownBy">The first report that confirms the delivery; later reports do not change it.</param>
internal readonly record struct Delivered(long LocationId, DateTime At, ReportKey ShownBy);

/// <summary>
/// Walks through a tracker's reports in the order of their keys until it is delivered: two reports in the same delivery
/// location are at least the minimum duration apart, and none in between is elsewhere. Reports less accurate than the cap
/// are ignored.
/// </summary>
internal sealed class DeliveryWalk(DeliveryMap map, long trackerId, TimeSpan minimum, double accuracyCapMetres)
{
    public Visit? Visit { get; private set; }

    public Delivered? Delivered { get; private set; }

    /// <summary>Continues an earlier walk.</summary>
    public DeliveryWalk From(Visit? visit)
    {
        Visit = visit;
        return this;
    }

    /// <summary>Whether a report is accurate enough.</summary>
    public bool IsAccurateEnough(Fix report) => !(report.AccuracyMetres > accuracyCapMetres);

    /// <summary>The location that contains a report.</summary>
    public long? At(Fix report) => map.At(trackerId, report);

    /// <summary>Advances to the next report.</summary>
    public void Step(Fix report)
    {
        if (Delivered is not null || !IsAccurateEnough(report))
        {
            return;
        }

        if (At(report) is not { } location)
        {
            Visit = null;
        }
        else if (Visit is { } visit && visit.LocationId == location)
        {
            if (report.RecordedAt - visit.Since.RecordedAt >= minimum)
            {
                Delivered = new Delivered(location, visit.Since.RecordedAt + minimum, report.Key);
                Visit = null;
            }
        }
        else
        {
            Visit = new Visit(location, report.Key);
        }
    }
}
