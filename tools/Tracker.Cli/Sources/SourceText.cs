using EFCore.ReadWriteSplitting.Configuration;
using Spectre.Console;
using Tracker.Cli.Output;
using Tracker.Cli.Results;
using Tracker.Data.Ingest;

namespace Tracker.Cli.Sources;

/// <summary>Shows sources as a table or as JSON, without keys in URLs or headers.</summary>
internal static class SourceText
{
    public static Table Of(IReadOnlyList<SourceRow> sources)
    {
        Table table = new Table { Border = TableBorder.Simple }.AddColumns(
            "source", "kind", "location", "schedule", "received", "duplicates", "quarantined", "next", "state");
        foreach (SourceRow source in sources)
        {
            table.AddRow(
                Markup.Escape(source.Definition.Name), source.Definition.Kind, Markup.Escape(Shown(source.Definition.Location)),
                Markup.Escape(Schedule(source.Definition.Schedule)), $"{source.Received:N0}", $"{source.Duplicates:N0}", $"{source.Quarantined:N0}",
                source.DueAt is { } due && !source.IsPaused ? $"{due:yyyy-MM-dd HH:mm:ss}Z" : "", Markup.Escape(State(source)));
        }

        return table;
    }

    public static string JsonOf(IReadOnlyList<SourceRow> sources) => OutputJson.Serialize(
        sources.Select(source => new
        {
            source.Definition.Name,
            source.Definition.Kind,
            Location = Shown(source.Definition.Location),
            Schedule = Schedule(source.Definition.Schedule),
            source.Definition.RegisterTrackers,
            Paused = source.IsPaused,
            Slowed = source.IsSlowed,
            source.Received,
            source.Duplicates,
            source.Quarantined,
            source.DueAt,
            source.FinishedAt,
            source.LastError,
        }));

    public static string Schedule(SourceSchedule schedule) => schedule switch
    {
        { Every: { } every } => $"every {TimeWithUnit.Format(every)}",
        { Cron: { } cron } => cron,
        _ => "once",
    };

    /// <summary>A location without the user and the query of a URL, which may hold a key.</summary>
    public static string Shown(string location) =>
        Uri.TryCreate(location, UriKind.Absolute, out Uri? url) && (url.Scheme is "http" or "https")
        ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : location;

    public static string State(SourceRow source) =>
        SourceStateText.Of(source.IsPaused, source.FinishedAt is not null, source.DueAt is not null, source.LastError, source.IsSlowed);
}
