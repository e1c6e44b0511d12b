using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Tracker.Data.Model;

namespace Tracker.Data.Migrations;

/// <summary>
/// Applies one migration after another. A lock that somebody holds is waited for briefly and then tried again, for as long as it takes: the
/// others go on meanwhile.
/// </summary>
internal sealed class PendingMigrations(NpgsqlDataSource source, DbContextOptions<TrackerContext> options, TimeProvider time, Action<string> report)
{
    /// <summary>Applies a migration; its transaction also records it.</summary>
    public async Task ApplyAsync(string id, CancellationToken cancellationToken)
    {
        report($"Applying {id}");
        LockRetry retry = new(time, Report);
        await using (var context = new TrackerContext(options))
        {
            IMigrationsAssembly migrations = context.GetService<IMigrationsAssembly>();
            if (migrations.CreateMigration(migrations.Migrations[id], context.Database.ProviderName!) is TrackerMigration migration)
            {
                await migration.PrepareAsync(new MigrationWork(source, time, Report), cancellationToken);
            }
        }

        await retry.RunAsync(
            async () =>
            {
                await using var context = new TrackerContext(options);
                await context.GetService<IMigrator>().MigrateAsync(id, cancellationToken);
            },
            cancellationToken);

        void Report(string step) => report($"{id}: {step}");
    }
}
