using EFCore.ReadWriteSplitting.Configuration;
using Tracker.Cli.Output;
using Tracker.Data.Migrations;

namespace Tracker.Cli.Verbs;

/// <summary>Brings the schema up to date and says what was done.</summary>
internal static class Migration
{
    public static async Task RunAsync(DatabaseOptions options, Terminal terminal, CancellationToken ct)
    {
        IReadOnlyList<string> applied = await SchemaMigrator.MigrateAsync(options, TimeProvider.System, ct);
        terminal.Say(applied.Count == 0 ? "The schema is up to date" : $"Schema: applied {string.Join(", ", applied)}");
    }
}
