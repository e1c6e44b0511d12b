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

/// <summary>Fences of a running system: files in and out, looked at, ended.</summary>
internal static class FenceVerb
{
    public static Command Create(Installation here, Terminal terminal) => new("fence", "Import, export, list, show and delete fences.")
    {
        Import(here, terminal), Export(here, terminal), List(here, terminal), Show(here, terminal), Delete(here, terminal),
    };

    private static Command Import(Installation here, Terminal terminal)
    {
        Argument<string[]> files = new("FILE") { Description = "GeoJSON (.geojson, .json) or lines of ID;WKT;PROPERTIES (.wkt).", Arity = ArgumentArity.OneOrMore };
        Option<bool> always = new("--always") { Description = "New fences are valid for reports of any time, and not from now on." };
        Command verb = new("import", "Add fences and change those that differ; others stay.") { files, always };
        verb.SetAction(async (parsed, ct) =>
        {
            // Read before anything is changed: all files or none.
            FenceDefinition[] fences = [.. parsed.GetRequiredValue(files).SelectMany(FenceFile.Read)];
            if (fences.GroupBy(fence => fence.Key, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            {
                throw new CliException($"Fence {twice.Key} is in several of the files: give it once.");
            }

            await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
            FenceImport import = await FenceCatalog.ImportAsync(
                database, fences, parsed.GetValue(always) ? FenceValidity.Always : FenceValidity.FromNow, TimeProvider.System, ct);
            terminal.Write($"{import.Added:N0} fences added, {import.Changed:N0} changed, {import.Unchanged:N0} as they were");
            return CommandLine.Done;
        });
        return verb;
    }

    private static Command Export(Installation here, Terminal terminal)
    {
        Argument<string> file = new("FILE") { Description = "The file that is written." };
        Command verb = new("export", "Write the fences that have no end, as GeoJSON that import reads.") { file };
        verb.SetAction(async (parsed, ct) =>
        {
            string path = parsed.GetRequiredValue(file);
            IReadOnlyList<StoredFence> fences = await ReadAsync(here, FenceList.OpenAsync, ct);
            await using (FileStream draft = File.Create(path + ".part"))
            {
                GeoJsonFences.Write(draft, fences.Select(fence => fence.Definition));
            }

            File.Move(path + ".part", path, overwrite: true);
            terminal.Say($"{fences.Count:N0} fences in {path}");
            return CommandLine.Done;
        });
        return verb;
    }

    private static Command List(Installation here, Terminal terminal)
    {
        Command verb = new("list", "Show the fences that have no end.");
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
        Command verb = new("show", "Show a fence with all its versions.") { key };
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
        Option<DateTime?> at = MomentOption.Create("--at", "When it ends, with its offset: 2026-01-31T08:00:00Z. Now, unless given.");
        Command verb = new("delete", "End a fence: who is inside leaves it; what happened before stays.") { key, at };
        verb.SetAction(async (parsed, ct) =>
        {
            string wanted = parsed.GetRequiredValue(key);
            DateTime end = parsed.GetValue(at) ?? TimeProvider.System.GetUtcNow().UtcDateTime;
            await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
            bool ended = await FenceCatalog.EndAsync(database, wanted, end, ct);
            if (!ended && (await database.ReadAsync(ReadConsistency.Primary, (read, token) => FenceList.VersionsAsync(read, wanted, token), ct)).Count == 0)
            {
                throw Unknown(wanted);
            }

            terminal.Write(ended ? $"{wanted} ends at {end:yyyy-MM-dd HH:mm:ss} UTC." : $"{wanted} has ended by then already.");
            return CommandLine.Done;
        });
        return verb;
    }

    private static Argument<string> Key() => new("FENCE") { Description = "Its id." };

    private static CliException Unknown(string key) => new($"There is no fence '{key}'. Those there are: ./tracker fence list");

    // From the primary: whoever has just imported wants to see it.
    private static async Task<IReadOnlyList<StoredFence>> ReadAsync(
        Installation here, Func<ReadScope, CancellationToken, Task<IReadOnlyList<StoredFence>>> read, CancellationToken ct)
    {
        await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
        return await database.ReadAsync(ReadConsistency.Primary, read, ct);
    }
}
