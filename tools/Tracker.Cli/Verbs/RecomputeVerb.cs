using System.CommandLine;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Recomputing;
using Tracker.Cli.Running;
using Tracker.Data.Model;

namespace Tracker.Cli.Verbs;

/// <summary>Requests a recomputation by a consumer.</summary>
internal static class RecomputeVerb
{
    private static readonly string[] Known = [Consumers.LocationAggregator, Consumers.GeofenceProcessor, Consumers.TrackerStatus];

    public static Command Create(Installation here, Terminal terminal)
    {
        Option<string> consumer = new("--consumer")
        {
            Description = $"The consumer: {string.Join(", ", Known)}.",
            HelpName = "CONSUMER",
            Required = true,
        };
        consumer.AcceptOnlyFromAmong(Known);
        Option<DateTime?> from = TimestampOption.Create(
            "--from",
            "Recompute from this event time, with a UTC offset: 2026-03-01T00:00Z (default: from the first report). Earlier results remain.");
        Option<string?> tracker = new("--tracker") { Description = "Recompute only this tracker.", HelpName = "KEY" };
        Command recompute = new("recompute", "Recompute results from the stored reports while the workers run. Writes only what changed.")
        {
            consumer, from, tracker,
        };
        recompute.SetAction((parsed, ct) => RunAsync(
            here, terminal, parsed.GetRequiredValue(consumer), parsed.GetValue(tracker), parsed.GetValue(from), ct));
        return recompute;
    }

    private static async Task<int> RunAsync(
        Installation here, Terminal terminal, string consumer, string? tracker, DateTime? from, CancellationToken ct)
    {
        if (consumer == Consumers.GeofenceProcessor && (tracker is not null || from is not null))
        {
            throw new CliException("The geofence processor recomputes whole shards from the first report: leave out --tracker and --from.");
        }

        if (consumer == Consumers.TrackerStatus && from is not null)
        {
            throw new CliException("The tracker-status service recomputes a tracker from its first report: leave out --from.");
        }

        await using Database database = DatabaseAccess.Open(here);
        IRecomputation work = consumer == Consumers.GeofenceProcessor
            ? new GeofenceRecomputation()
            : new TrackerRecomputation(consumer, tracker, from);
        await new RecomputeProgress(database, terminal, TimeProvider.System).RunAsync(consumer, work, ct);
        terminal.WriteProgress($"{consumer}: recomputation complete.");
        return CommandLine.Done;
    }
}
