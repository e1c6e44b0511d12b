using System.CommandLine;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Spectre.Console;
using Tracker.Cli.Fences;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cli.Sources;
using Tracker.Data.Fences;

namespace Tracker.Cli.Verbs;

/// <summary>Manages the fences of a running system.</summary>
internal static class FenceVerb
{
    public static Command Create(Installation here, Terminal terminal) => new("fence", "Import, export, list, show and delete fences.")
    {
        Import(here, terminal), Export(here, terminal), List(here, terminal), Show(here, terminal), Delete(here, terminal),
    };

    private static Command Import(Installation here, Terminal terminal)
    {
        Argument<string[]> files = new("FILE")
        {
            Description = "A GeoJSON file (.geojson, .json), or a file with lines of ID;WKT;PROPERTIES (.wkt).",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<bool> always = new("--always") { Description = "Make new fences valid for reports of any time instead of from now on." };
        Command verb = new("import", "Add new fences and update changed ones. Other fences remain.") { files, always };
        verb.SetAction(async (parsed, ct) =>
        {
            // All files are read before any fence changes.
            FenceDefinition[] fences = [.. parsed.GetRequiredValue(files).SelectMany(FenceFile.Read)];
            if (fences.GroupBy(fence => fence.Key, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            {
                throw new CliException($"Fence {twice.Key} is in more than one file. Include it only once.");
            }

            await using Database database = DatabaseAccess.Open(here);
            FenceImport import = await FenceCatalog.ImportAsync(
                database, fences, parsed.GetValue(always) ? FenceValidity.Always : FenceValidity.FromNow, TimeProvider.System, ct);
            terminal.Write($"{import.Added:N0} fences added, {import.Changed:N0} changed, {import.Unchanged:N0} unchanged");
            return CommandLine.Done;
        });
        return verb;
    }

    private static Command Export(Installation here, Terminal terminal)
    {
        Argument<string> file = new("FILE") { Description = "The output file." };
        Command verb = new("export", "Export the fences without an end as GeoJSON, which fence import can read.") { file };
        verb.SetAction(async (parsed, ct) =>
        {
            string path = parsed.GetRequiredValue(file);
            IReadOnlyList<StoredFence> fences = await ReadAsync(here, FenceList.OpenAsync, ct);
            await AtomicFile.WriteAsync(path, file =>
            {
                GeoJsonFences.Write(file, fences.Select(fence => fence.Definition));
                return Task.CompletedTask;
            });
            terminal.WriteProgress($"Exported {fences.Count:N0} fences to {path}.");
            return CommandLine.Done;
        });
        return verb;
    }

    private static Command List(Installation here, Terminal terminal)
    {
        Command verb = new("list", "List the fences without an end.");
        verb.SetAction(async (_, ct) =>
        {
            Table table = new Table().AddColumns("Fence", "Name", "Area", "Version", "Valid from", "Terms");
            foreach (StoredFence fence in await ReadAsync(here, FenceList.OpenAsync, ct))
            {
                table.AddRow([.. FenceText.Columns(fence).Select(Markup.Escape)]);
            }

            terminal.Write(table);
            return CommandLine.Done;
        });
        return verb;
    }

    private static Command Show(Installation here, Terminal terminal)
    {
        Argument<string> key = Key();
        Command verb = new("show", "Show all versions of a fence.") { key };
        verb.SetAction(async (parsed, ct) =>
        {
            string wanted = parsed.GetRequiredValue(key);
            IReadOnlyList<StoredFence> versions = await ReadAsync(here, (read, token) => FenceList.VersionsAsync(read, wanted, token), ct);
            foreach (StoredFence version in versions)
            {
                terminal.Write(FenceText.Paragraph(version));
            }

            return versions.Count > 0 ? CommandLine.Done : throw Unknown(wanted);
        });
        return verb;
    }

    private static Command Delete(Installation here, Terminal terminal)
    {
        Argument<string> key = Key();
        Option<DateTime?> at = TimestampOption.Create("--at", "The end, with a UTC offset: 2026-01-31T08:00:00Z (default: now).");
        Command verb = new("delete", "End a fence. Trackers inside leave it, and earlier events remain.") { key, at };
        verb.SetAction(async (parsed, ct) =>
        {
            string wanted = parsed.GetRequiredValue(key);
            DateTime end = parsed.GetValue(at) ?? TimeProvider.System.GetUtcNow().UtcDateTime;
            await using Database database = DatabaseAccess.Open(here);
            bool ended = await FenceCatalog.EndAsync(database, wanted, end, ct);
            if (!ended && (await database.ReadAsync(ReadConsistency.Primary, (read, token) => FenceList.VersionsAsync(read, wanted, token), ct)).Count == 0)
            {
                throw Unknown(wanted);
            }

            terminal.Write(ended ? $"{wanted} ends at {end:yyyy-MM-dd HH:mm:ss} UTC." : $"{wanted} has already ended by then.");
            return CommandLine.Done;
        });
        return verb;
    }

    private static Argument<string> Key() => new("FENCE") { Description = "The id of the fence." };

    private static CliException Unknown(string key) => new($"There is no fence '{key}'. See: ./tracker fence list");

    // Reads from the primary to show an import that has just completed.
    private static async Task<IReadOnlyList<StoredFence>> ReadAsync(
        Installation here, Func<ReadScope, CancellationToken, Task<IReadOnlyList<StoredFence>>> read, CancellationToken ct)
    {
        await using Database database = DatabaseAccess.Open(here);
        return await database.ReadAsync(ReadConsistency.Primary, read, ct);
    }
}
