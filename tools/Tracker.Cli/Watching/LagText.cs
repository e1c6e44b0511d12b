using System.Globalization;
using EFCore.ReadWriteSplitting.Statistics;
using Spectre.Console;
using Tracker.Cli.Results;

namespace Tracker.Cli.Watching;

/// <summary>Formats lag samples.</summary>
internal static class LagText
{
    public static Table Table(LagSample sample)
    {
        Table table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(Primary(sample))) }.AddColumns("replica", "state", "sync state");
        table.AddColumn(new TableColumn("lag (bytes)").RightAligned()).AddColumn(
            new TableColumn("lag (s)").RightAligned()).AddColumns("health", "seen (s ago)", "lag observed (s ago)");
        foreach (ReplicaStatistics replica in sample.Replicas)
        {
            table.AddRow(
                Markup.Escape(replica.Name), Markup.Escape(replica.State ?? "not streaming"), Markup.Escape(replica.SyncState ?? "-"),
                Bytes(replica), Seconds(replica.Lag?.Time),
                Health(replica), Seconds(replica.SinceSeen), Seconds(replica.SinceLagObserved));
        }

        return table;
    }

    /// <summary>A sample on one line, for logs.</summary>
    public static string Line(LagSample sample) => string.Create(
        CultureInfo.InvariantCulture,
        $"{sample.At.UtcDateTime:HH:mm:ss} {Primary(sample)}; {(sample.Replicas.Count == 0 ? "no replica" : string.Join("; ", sample.Replicas.Select(Of)))}");

    public static string Primary(LagSample sample) => sample.Primary switch
    {
        null => "the primary does not answer",
        { Name: { } name } primary => $"primary {name} ({primary.Address})",
        { } primary => $"primary {primary.Address}",
    };

    private static string Of(ReplicaStatistics replica) =>
        $"{replica.Name} {replica.State ?? "not streaming"}, {Lag(replica)}, {Health(replica)}";

    private static string Lag(ReplicaStatistics replica) => replica switch
    {
        { Lag: not null } => $"{Bytes(replica)} bytes, {Seconds(replica.Lag?.Time)} s",
        { SinceLagObserved: not null } => $"lag unknown for {Seconds(replica.SinceLagObserved)} s",
        _ => "lag unknown",
    };

    private static string Bytes(ReplicaStatistics replica) =>
        replica.Lag is { } lag ? string.Create(CultureInfo.InvariantCulture, $"{lag.Bytes:N0}") : "-";

    private static string Seconds(TimeSpan? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:N3}") : "-";

    private static string Health(ReplicaStatistics replica) => replica.Health is { } health ? ClusterTables.Word(health) : "not seen";
}
