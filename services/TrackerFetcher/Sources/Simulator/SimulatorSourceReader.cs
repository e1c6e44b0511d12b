using System.Runtime.CompilerServices;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources.Simulator;

/// <summary>
/// Simulates a fleet that moves along a town's streets and stops at its places: live (what has arrived since the position, until now)
/// or in bulk (a number of reports, as fast as they are read).
/// </summary>
internal sealed class SimulatorSourceReader(TimeProvider time) : SourceReader<SimulatorOptions>
{
    public const string Name = "simulator";

    public override string Kind => Name;

    public override bool NeedsLocation => false;

    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(365 * 20);

    protected override async IAsyncEnumerable<SourceBatch> ReadAsync(
        SourceRequest request, SimulatorOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        SimulatorPosition position = SimulatorPosition.Parse(request.Position) ?? SimulatorPosition.Before(StartOf(options, now));
        Fleet fleet = new(options);
        BatchBuilder batch = new(options, time, isReread: request.IsReread);
        if (position.Count < (options.Reports ?? long.MaxValue))
        {
            foreach (Delivery delivery in new DeliverySchedule(options).After(position.Last))
            {
                if (options.Reports is null && delivery.DeliveredAt > now)
                {
                    break;
                }

                if (batch.IsFull)
                {
                    yield return batch.Build(position.ToString(), isLast: false);
                    ct.ThrowIfCancellationRequested();
                }

                batch.Add(fleet.ReportOf(delivery), delivery, d => d.ToString());
                position = new SimulatorPosition(delivery, position.Count + 1);
                if (position.Count == options.Reports)
                {
                    break;
                }
            }
        }

        yield return batch.Build(position.ToString(), isLast: true);
        await Task.CompletedTask;
    }

    private static DateTime StartOf(SimulatorOptions options, DateTime now)
    {
        // Gaps make a bulk run longer. A third more than its mean duration leaves room for chance.
        double days = options.Reports is { } reports
            ? options.Pace.TotalDays * reports / options.Trackers * 4 / 3 / (1 - options.GapShare)
            : 0;
        if (days > LongestRun.TotalDays)
        {
            throw new SourceException(
                $"The simulated fleet would need {days / 365:F0} years for its {options.Reports} reports. Give more 'trackers', a shorter 'interval' or fewer 'reports'.");
        }

        if (options.Start is { } given)
        {
            return given.UtcDateTime >= ReportRules.Earliest && given.UtcDateTime <= now
                ? given.UtcDateTime
                : throw new SourceException($"The option 'start' is {given:O}. Give a time between {ReportRules.Earliest:yyyy} and now.");
        }

        return options.Reports is null ? now - options.History : now - TimeSpan.FromDays(days) - options.LongestDelay - options.Pace;
    }
}
