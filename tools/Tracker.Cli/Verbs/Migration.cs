using EFCore.ReadWriteSplitting.Configuration;
using Tracker.Cli.Output;
using Tracker.Data.Migrations;

namespace Tracker.Cli.Verbs;

/// <summary>Applies pending migrations and reports them.</summary>
internal static class Migration
{
    public static async Task RunAsync(DatabaseOptions options, Terminal terminal, CancellationToken ct)
    {
        try
        {
            IReadOnlyList<string> applied = await SchemaMigrator.MigrateAsync(options, TimeProvider.System, ct, terminal.WriteProgress);
            terminal.WriteProgress(applied.Count == 0 ? "The schema is up to date." : $"Applied migrations: {string.Join(", ", applied)}");
        }
        catch (NewerSchemaException newer) when (newer.CanRun)
        {
            terminal.WriteProgress(newer.Message);
        }
    }
}
