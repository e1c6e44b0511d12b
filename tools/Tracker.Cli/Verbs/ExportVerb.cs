using System.CommandLine;
using System.Text;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Export;
using Tracker.Cli.Output;
using Tracker.Cli.Running;

namespace Tracker.Cli.Verbs;

/// <summary>Exports data as CSV to standard output or to a file.</summary>
internal static class ExportVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Argument<string> what = new("WHAT") { Description = string.Join(", ", Exports.All.Keys) };
        what.AcceptOnlyFromAmong([.. Exports.All.Keys]);
        Option<bool> csv = new("--csv") { Description = "Use the CSV format (the default and only format)." };
        Option<string?> output = new("--output") { Description = "Write to a file instead of standard output.", HelpName = "FILE" };
        Command export = new("export", "Export reports or results, read from a replica.") { what, csv, output };
        export.SetAction((parsed, ct) => RunAsync(here, terminal, Exports.All[parsed.GetRequiredValue(what)], parsed.GetValue(output), ct));
        return export;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, Exported what, string? path, CancellationToken ct)
    {
        await using Database database = DatabaseAccess.Open(here);
        if (path is null)
        {
            await CsvExport.WriteAsync(database, what, terminal.Out, ct);
            return CommandLine.Done;
        }

        long rows = await WriteFileAsync(database, what, path, ct);
        terminal.WriteProgress($"Exported {rows:N0} rows to {path}.");
        return CommandLine.Done;
    }

    private static async Task<long> WriteFileAsync(Database database, Exported export, string path, CancellationToken ct)
    {
        long rows = 0;
        await AtomicFile.WriteAsync(path, async file =>
        {
            await using StreamWriter writer = new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            rows = await CsvExport.WriteAsync(database, export, writer, ct);
        });
        return rows;
    }
}
