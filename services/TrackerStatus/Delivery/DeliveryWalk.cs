using Tracker.Geo.Reports;

namespace TrackerStatus.Delivery;

/// <summary>A stay in a delivery location that is not yet long enough.</summary>
/// <param name="LocationId">Where.</param>
/// <param name="Since">The first report there.</param>
internal readonly record struct Visit(long LocationId, ReportKey Since);

/// <summary>A delivery.</summary>
/// <param name="LocationId">Where.</param>
/// <param name="At">When the minimum time was over, UTC.</param>
/// <param name="ShownBy">The first report that shows it; what comes later changes nothing.</param>
internal readonly record struct Delivered(long LocationId, DateTime At, ReportKey ShownBy);

/// <summary>
/// Walks over a tracker's reports in the order of their keys until it is delivered: once it was in one delivery location
/// from one report to another at least the minimum time later, and in no report between elsewhere. A report too coarse to
/// decide (its accuracy beyond the cap) is passed over.
/// </summary>
internal sealed class DeliveryWalk(DeliveryMap map, long trackerId, TimeSpan minimum, double accuracyCapMetres)
{
    public Visit? Visit { get; private set; }

    public Delivered? Delivered { get; private set; }

    /// <summary>Goes on from an earlier walk.</summary>
    public DeliveryWalk From(Visit? visit)
    {
        Visit = visit;
        return this;
    }

    /// <summary>Whether a report says where a tracker is.</summary>
    public bool Decides(Fix report) => !(report.AccuracyMetres > accuracyCapMetres);

    /// <summary>The location that a report is in.</summary>
    public long? At(Fix report) => map.At(trackerId, report);

    /// <summary>Takes the next report.</summary>
    public void Step(Fix report)
    {
        if (Delivered is not null || !Decides(report))
        {
            return;
        }

        if (At(report) is not { } place)
        {
            Visit = null;
        }
        else if (Visit is { } visit && visit.LocationId == place)
        {
            if (report.RecordedAt - visit.Since.RecordedAt >= minimum)
            {
                Delivered = new Delivered(place, visit.Since.RecordedAt + minimum, report.Key);
                Visit = null;
            }
        }
        else
        {
            Visit = new Visit(place, report.Key);
        }
    }
}
