using Tracker.Cli.Output;
using Tracker.Data.Erasing;

namespace Tracker.Cli.Erasing;

/// <summary>Sums the steps of an erasure for display.</summary>
internal sealed class ErasureProgress(Action<IReadOnlyList<WorkProgress>> show)
{
    private readonly Dictionary<string, WorkProgress> _parts = [];

    public void Show(ErasingStep step)
    {
        // The total number of rows is not known in advance.
        long rows = _parts.GetValueOrDefault(step.What).Done + step.Done;
        _parts[step.What] = step.Total is { } total
            ? new WorkProgress(step.What, step.Done, total, "reports")
            : new WorkProgress(step.What, rows, rows, "rows");
        show([.. _parts.Values.Where(part => part.Total > 0)]);
    }
}
