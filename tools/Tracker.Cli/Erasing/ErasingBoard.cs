using Tracker.Cli.Output;
using Tracker.Data.Erasing;

namespace Tracker.Cli.Erasing;

/// <summary>Adds up the steps of an erasure for those who look on.</summary>
internal sealed class ErasingBoard(Action<IReadOnlyList<Gauge>> show)
{
    private readonly Dictionary<string, Gauge> _gauges = [];

    public void Show(ErasingStep step)
    {
        // Of rows nobody has counted the total beforehand.
        long rows = _gauges.GetValueOrDefault(step.What).Done + step.Done;
        _gauges[step.What] = step.Total is { } total ? new Gauge(step.What, step.Done, total, "reports") : new Gauge(step.What, rows, rows, "rows");
        show([.. _gauges.Values.Where(gauge => gauge.Total > 0)]);
    }
}
