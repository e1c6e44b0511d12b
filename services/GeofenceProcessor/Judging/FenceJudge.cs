using System.ComponentModel.DataAnnotations;
using GeofenceProcessor.Indexing;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Judging;

/// <summary>
/// Computes when a tracker entered and left fences: a pure function of its reports and of the versions of the fences over
/// event time. Thread-safe.
/// </summary>
/// <remarks>
/// <para>A report is judged by the versions valid at its event time. The tracker is inside if the area contains the report
/// (border included), and outside only if the report is farther outside than the fence's margin plus its own accuracy. A
/// tracker's first report inside a fence is an initial enter. A report less accurate than the cap is ignored, also at
/// boundaries: callers skip such reports (<see cref="IsAccurateEnough"/>) when they look for the previous report. A fence
/// may set a smaller cap of its own; a less accurate report changes nothing there, nor at its boundaries.</para>
/// <para>A report causes exits, then crossings, then enters, each in the order of the fences' keys.</para>
/// <para>At a boundary b (a version begins or ends), the tracker is at its last report before b. A fence that now contains
/// it, and did not before, causes an initial enter at b. A fence that contained it, and no longer does (with its margin),
/// causes an exit at b. A report at exactly b comes after these events. Active hours that begin or end are boundaries too,
/// but a silent tracker does not enter a fence that way. A dwell is due when a visit has lasted as long as the version
/// valid at that moment requires; at a boundary, dwells come last.</para>
/// <para>Judging can start after any report, from the state that <see cref="FenceStates"/> reconstructs. For a late report
/// at k, use the last accurate report before k as the previous one, judge everything from k on, and compare the result with
/// the effective events after the previous report. For a fence that changed from t on, use the last accurate report before
/// t in the same way.</para>
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

    /// <summary>Whether a report is accurate enough to be judged. An unknown accuracy is; one that exceeds the cap is not.</summary>
    public bool IsAccurateEnough(in Fix report) => !(report.AccuracyMetres > _accuracyCap);

    /// <summary>Computes the events after <paramref name="previous"/>.</summary>
    /// <param name="fences">All fences.</param>
    /// <param name="trackerId">The tracker.</param>
    /// <param name="previous">
    /// The last report before <paramref name="reports"/> that is accurate enough; null if these are the tracker's first.
    /// </param>
    /// <param name="insideBefore">The state right after the previous report (<see cref="FenceStates.InsideAfter"/>).</param>
    /// <param name="reports">In ascending order of their keys, all after the previous report.</param>
    /// <param name="judgingLimit">
    /// Boundaries and dwells after the last report count up to and including this moment, UTC. Pass an early moment to
    /// count none.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The reports are out of order, the previous report is not accurate enough, or a fence is unknown.
    /// </exception>
    public FenceJudgement Judge(
        FenceIndex fences, long trackerId, Fix? previous, IReadOnlyList<InsideFence> insideBefore, IReadOnlyList<Fix> reports, DateTime judgingLimit)
    {
        if (previous is { } coarse && !IsAccurateEnough(coarse))
        {
            throw new ArgumentException($"The previous report ({coarse.Key}) is not accurate enough to be judged.", nameof(previous));
        }

        FenceWalk walk = new(fences, trackerId, _silentAfter, previous, insideBefore);
        foreach (Fix report in reports)
        {
            if (IsAccurateEnough(report))
            {
                walk.MoveTo(report);
            }
        }

        return walk.Finish(judgingLimit);
    }
}
