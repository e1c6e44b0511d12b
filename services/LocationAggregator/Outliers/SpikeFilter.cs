using Tracker.Geo.Reports;

namespace LocationAggregator.Outliers;

/// <summary>A report, and whether its neighbours make it an outlier.</summary>
internal readonly record struct JudgedReport(Fix Fix, bool IsOutlier);

/// <summary>
/// Applies the <see cref="OutlierRule"/> to a sequence of reports in the order of their keys. A report is judged when its
/// successor is known.
/// </summary>
/// <param name="rule">Decides which legs are impossible.</param>
/// <param name="previous">The report before the first; null if the first report counts as reachable.</param>
internal sealed class SpikeFilter(OutlierRule rule, Fix? previous = null)
{
    private readonly bool? _isFirstArrivalImpossible;
    private Fix? _held;

    private SpikeFilter(OutlierRule rule, bool isFirstArrivalImpossible)
        : this(rule) => _isFirstArrivalImpossible = isFirstArrivalImpossible;

    /// <summary>Resumes where the report before the first has been dropped.</summary>
    /// <param name="rule">Decides which legs are impossible.</param>
    /// <param name="isFirstArrivalImpossible">Whether the leg from the dropped report to the first is impossible.</param>
    public static SpikeFilter Resume(OutlierRule rule, bool isFirstArrivalImpossible) => new(rule, isFirstArrivalImpossible);

    /// <summary>Whether the leg to the latest report from the report before it is impossible.</summary>
    public bool IsArrivalImpossible { get; private set; }

    /// <summary>Takes the next report. Returns the verdict on the one before it; null for the first report.</summary>
    public JudgedReport? Push(Fix next)
    {
        if (_held is not { } held)
        {
            IsArrivalImpossible = _isFirstArrivalImpossible ?? (previous is { } before && rule.IsImpossible(before, next));
            _held = next;
            return null;
        }

        bool isDepartureImpossible = rule.IsImpossible(held, next);
        var judged = new JudgedReport(held, IsArrivalImpossible && isDepartureImpossible);
        (_held, IsArrivalImpossible) = (next, isDepartureImpossible);
        return judged;
    }

    /// <summary>Returns the last report, which is not an outlier because it has no successor; null if there were no reports.</summary>
    public Fix? Finish() => _held;

    /// <summary>
    /// Splits the reports that follow <paramref name="previous"/>, up to the tracker's last, into good reports and
    /// outliers.
    /// </summary>
    public static (List<Fix> Good, List<Fix> Outliers) Split(OutlierRule rule, Fix? previous, IReadOnlyList<Fix> reports)
    {
        List<Fix> good = new(reports.Count);
        List<Fix> outliers = [];
        SpikeFilter filter = new(rule, previous);
        foreach (Fix report in reports)
        {
            if (filter.Push(report) is { } judged)
            {
                (judged.IsOutlier ? outliers : good).Add(judged.Fix);
            }
        }

        if (filter.Finish() is { } last)
        {
            good.Add(last);
        }

        return (good, outliers);
    }
}
