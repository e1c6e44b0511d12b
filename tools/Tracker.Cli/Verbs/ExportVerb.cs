using System.CommandLine;
using System.Text;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Export;
using Tracker.Cli.Output;
using Tracker.Cli.Running;

namespace Tracker.Cli.Verbs;

/// <summary>Writes results as CSV, to the standard output or a file.</summary>
internal static class ExportVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Argument<string> what = new("WHAT") { Description = string.Join(", ", Exports.All.Keys) };
        what.AcceptOnlyFromAmong([.. Exports.All.Keys]);
        Option<bool> csv = new("--csv") { Description = "As CSV, which is the only format and the default." };
        Option<string?> output = new("--output") { Description = "Write to this file instead of the standard output.", HelpName = "FILE" };
        Command export = new("export", "Write what was stored and found, read from a replica.") { what, csv, output };
        export.SetAction((parsed, ct) => RunAsync(here, terminal, Exports.All[parsed.GetRequiredValue(what)], parsed.GetValue(output), ct));
        return export;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, Exported what, string? path, CancellationToken ct)
    {
        await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
        if (path is null)
        {
            await CsvExport.WriteAsync(database, what, terminal.Out, ct);
            return CommandLine.Done;
        }

        long rows = await ToFileAsync(database, what, path, ct);
        terminal.Say($"{rows:N0} rows in {path}");
        return CommandLine.Done;
    }

    // Under another name until it is whole.
    private static async Task<long> ToFileAsync(Database database, Exported what, string path, CancellationToken ct)
    {
        string draft = path + ".part";
        try
        {
            long rows;
            await using (StreamWriter file = new(draft, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
            {
                rows = await CsvExport.WriteAsync(database, what, file, ct);
            }

            File.Move(draft, path, overwrite: true);
            return rows;
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
