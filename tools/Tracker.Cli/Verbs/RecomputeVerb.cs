using System.CommandLine;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Recomputing;
using Tracker.Cli.Running;
using Tracker.Data.Model;

namespace Tracker.Cli.Verbs;

/// <summary>Has a consumer make its results again, beside the live reports.</summary>
internal static class RecomputeVerb
{
    private static readonly string[] Known = [Consumers.LocationAggregator, Consumers.GeofenceProcessor, Consumers.TrackerStatus];

    public static Command Create(Installation here, Terminal terminal)
    {
        Option<string> consumer = new("--consumer") { Description = string.Join(", ", Known), Required = true };
        consumer.AcceptOnlyFromAmong(Known);
        Option<DateTime?> from = MomentOption.Create("--from", "Only from this moment of event time on, with its offset: 2026-03-01T00:00Z; the past before it is taken as it stands.");
        Option<string?> tracker = new("--tracker") { Description = "Only this tracker.", HelpName = "KEY" };
        Command recompute = new("recompute", "Make results again from the reports; what is equal stays untouched. Runs beside the live workers.") { consumer, from, tracker };
        recompute.SetAction((parsed, ct) => RunAsync(
            here, terminal, parsed.GetRequiredValue(consumer), parsed.GetValue(tracker), parsed.GetValue(from), ct));
        return recompute;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, string consumer, string? tracker, DateTime? from, CancellationToken ct)
    {
        if (consumer == Consumers.GeofenceProcessor && (tracker is not null || from is not null))
        {
            throw new CliException("The geofence processor judges whole shards from the first report on: leave out --tracker and --from.");
        }

        if (consumer == Consumers.TrackerStatus && from is not null)
        {
            throw new CliException("The tracker status makes a tracker's statuses from its first report on: leave out --from.");
        }

        await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
        IRecomputing work = consumer == Consumers.GeofenceProcessor ? new FenceRejudging() : new TrackerRecomputing(consumer, tracker, from);
        await new RecomputeProgress(database, terminal, TimeProvider.System).RunAsync(consumer, work, ct);
        terminal.Say($"{consumer}: done");
        return CommandLine.Done;
    }
}
