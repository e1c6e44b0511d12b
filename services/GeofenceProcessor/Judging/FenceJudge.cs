using System.ComponentModel.DataAnnotations;
using GeofenceProcessor.Indexing;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Judging;

/// <summary>
/// Says when a tracker went into and out of fences: a pure function of its reports and of the fences' versions over event
/// time. Thread-safe.
/// </summary>
/// <remarks>
/// <para>A report is judged by the versions valid at its event time: in where the area holds it (border included), out only
/// where it is further outside than the fence's margin and its own accuracy. The first report of a tracker inside a fence is
/// an initial enter. A report coarser than the cap is as if it were not there, for the boundaries too: callers leave those
/// out (<see cref="Decides"/>) when they look for the previous report. A fence may ask for a finer cap of its own: a coarser
/// place changes nothing there, at a boundary neither.</para>
/// <para>One report causes exits, then crossings, then enters, each in the order of the fences' keys.</para>
/// <para>At a boundary b (a version begins or ends) the tracker is where its last report before b was. A fence that then
/// holds it and did not hold it: an initial enter at b; one that held it and no longer does (by its margin): an exit at b. A
/// report at b itself comes after that. Hours that begin or end are boundaries too, but a tracker that fell silent is entered
/// by none. A dwell is due once a visit has lasted as long as the version of that moment asks, at boundaries after them.</para>
/// <para>Judging can start after any report: <see cref="FenceStates"/> tells the state there. A late report at k: take the
/// last deciding report before k as the previous one, judge all from k on, compare with the effective events after the
/// previous one. A fence that changed from t on: the same with the last deciding report before t.</para>
/// </remarks>
internal sealed class FenceJudge
{
    private readonly double _accuracyCap;
    private readonly TimeSpan _silentAfter;

    public FenceJudge(FenceJudgeOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        _accuracyCap = options.AccuracyCapMetres;
        _silentAfter = options.SilentAfter;
    }

    /// <summary>Whether a report is fine enough to decide: unknown accuracy is, coarser than the cap is not.</summary>
    public bool Decides(in Fix report) => !(report.AccuracyMetres > _accuracyCap);

    /// <summary>The events that follow <paramref name="previous"/>.</summary>
    /// <param name="fences">All fences.</param>
    /// <param name="trackerId">Whose reports.</param>
    /// <param name="previous">The last deciding report before <paramref name="reports"/>; null where these are the tracker's first.</param>
    /// <param name="insideBefore">The state right after it (<see cref="FenceStates.InsideAfter"/>).</param>
    /// <param name="reports">In ascending order of their keys, all after the previous one.</param>
    /// <param name="horizon">Boundaries and dwells after the last report count up to here (included); any early time for none.</param>
    /// <exception cref="ArgumentException">The reports are out of order, the previous one decides nothing, or a fence is unknown.</exception>
    public FenceJudgement Judge(
        FenceIndex fences, long trackerId, Fix? previous, IReadOnlyList<InsideFence> insideBefore, IReadOnlyList<Fix> reports, DateTime horizon)
    {
        if (previous is { } coarse && !Decides(coarse))
        {
            throw new ArgumentException($"The previous report ({coarse.Key}) is too coarse to decide anything.", nameof(previous));
        }

        FenceWalk walk = new(fences, trackerId, _silentAfter, previous, insideBefore);
        foreach (Fix report in reports)
        {
            if (Decides(report))
            {
                walk.To(report);
            }
        }

        return walk.End(horizon);
    }
}
