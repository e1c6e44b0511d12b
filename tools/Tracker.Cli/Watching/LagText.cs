using System.Globalization;
using EFCore.ReadWriteSplitting.Statistics;
using Spectre.Console;
using Tracker.Cli.Results;

namespace Tracker.Cli.Watching;

/// <summary>The replicas' lag for people.</summary>
internal static class LagText
{
    public static Table Table(LagLook look)
    {
        Table table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(Primary(look))) }.AddColumns("replica", "state", "sync state");
        table.AddColumn(new TableColumn("lag (bytes)").RightAligned()).AddColumn(new TableColumn("lag (s)").RightAligned()).AddColumns("health", "seen (s ago)");
        foreach (ReplicaStatistics replica in look.Replicas)
        {
            table.AddRow(
                Markup.Escape(replica.Name), Markup.Escape(replica.State ?? "not streaming"), Markup.Escape(replica.SyncState ?? "-"), Bytes(replica), Seconds(replica.Lag?.Time),
                Health(replica), Seconds(replica.SinceSeen));
        }

        return table;
    }

    /// <summary>One look on one line, for logs.</summary>
    public static string Line(LagLook look) => string.Create(
        CultureInfo.InvariantCulture, $"{look.At.UtcDateTime:HH:mm:ss} {Primary(look)}; {(look.Replicas.Count == 0 ? "no replica" : string.Join("; ", look.Replicas.Select(Of)))}");

    public static string Primary(LagLook look) => look.Primary switch
    {
        null => "the primary does not answer",
        { Name: { } name } primary => $"primary {name} ({primary.Address})",
        { } primary => $"primary {primary.Address}",
    };

    private static string Of(ReplicaStatistics replica) =>
        $"{replica.Name} {replica.State ?? "not streaming"}, {Bytes(replica)} bytes, {Seconds(replica.Lag?.Time)} s, {Health(replica)}";

    private static string Bytes(ReplicaStatistics replica) => replica.Lag is { } lag ? string.Create(CultureInfo.InvariantCulture, $"{lag.Bytes:N0}") : "-";

    private static string Seconds(TimeSpan? time) => time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:N3}") : "-";

    private static string Health(ReplicaStatistics replica) => replica.Health is { } health ? ClusterTables.Word(health) : "not met";
}
