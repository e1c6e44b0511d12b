using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Running;

namespace Tracker.Cli.Verbs;

/// <summary>Applies pending migrations under a lock.</summary>
internal static class MigrateVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Command migrate = new("migrate", "Apply pending migrations to the database schema.");
        migrate.SetAction(async (_, ct) =>
        {
            await Migration.RunAsync(DatabaseAccess.Options(here), terminal, ct);
            return CommandLine.Done;
        });
        return migrate;
    }
}
