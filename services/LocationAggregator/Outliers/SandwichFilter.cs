using Tracker.Geo.Reports;

namespace LocationAggregator.Outliers;

/// <summary>A report, and whether its neighbours make it an outlier.</summary>
internal readonly record struct JudgedReport(Fix Fix, bool IsOutlier);

/// <summary>Judges reports as they come by, in the order of their keys: each once its successor is known.</summary>
/// <param name="rule">What is impossible.</param>
/// <param name="previous">The report before the first; null where that one counts as good whatever came before.</param>
internal sealed class SandwichFilter(OutlierRule rule, Fix? previous = null)
{
    private readonly bool? _firstCameImpossibly;
    private Fix? _held;

    private SandwichFilter(OutlierRule rule, bool firstCameImpossibly)
        : this(rule) => _firstCameImpossibly = firstCameImpossibly;

    /// <summary>Goes on where the report before the first is gone.</summary>
    /// <param name="rule">What is impossible.</param>
    /// <param name="firstCameImpossibly">Whether no way led from there to the first.</param>
    public static SandwichFilter GoingOn(OutlierRule rule, bool firstCameImpossibly) => new(rule, firstCameImpossibly);

    /// <summary>Whether no way leads from the report before the last one to it.</summary>
    public bool CameImpossibly { get; private set; }

    /// <summary>Takes the next report and gives the one before it, judged; null for the first.</summary>
    public JudgedReport? Push(Fix next)
    {
        if (_held is not { } held)
        {
            CameImpossibly = _firstCameImpossibly ?? (previous is { } before && rule.IsImpossible(before, next));
            _held = next;
            return null;
        }

        bool leavesImpossibly = rule.IsImpossible(held, next);
        var judged = new JudgedReport(held, CameImpossibly && leavesImpossibly);
        (_held, CameImpossibly) = (next, leavesImpossibly);
        return judged;
    }

    /// <summary>The last report, which has no successor and is therefore good; null where none came.</summary>
    public Fix? End() => _held;

    /// <summary>Parts the reports that follow <paramref name="previous"/>, up to a tracker's last.</summary>
    public static (List<Fix> Good, List<Fix> Outliers) Part(OutlierRule rule, Fix? previous, IReadOnlyList<Fix> reports)
    {
        List<Fix> good = new(reports.Count);
        List<Fix> outliers = [];
        SandwichFilter filter = new(rule, previous);
        foreach (Fix report in reports)
        {
            if (filter.Push(report) is { } judged)
            {
                (judged.IsOutlier ? outliers : good).Add(judged.Fix);
            }
        }

        if (filter.End() is { } last)
        {
            good.Add(last);
        }

        return (good, outliers);
    }
}
