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
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    /// <summary>Applies a migration; its transaction also records it.</summary>
    public async Task ApplyAsync(string id, CancellationToken cancellationToken)
    {
        report($"Applying {id}");
        MigrationWork work = new(source, step => report($"{id}: {step}"));
        await UntilLockedAsync(
            id,
            async context =>
            {
                IMigrationsAssembly migrations = context.GetService<IMigrationsAssembly>();
                if (migrations.CreateMigration(migrations.Migrations[id], context.Database.ProviderName!) is TrackerMigration migration)
                {
                    await migration.PrepareAsync(work, cancellationToken);
                }
            },
            cancellationToken);
        await UntilLockedAsync(id, context => context.GetService<IMigrator>().MigrateAsync(id, cancellationToken), cancellationToken);
    }

    private async Task UntilLockedAsync(string id, Func<TrackerContext, Task> step, CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        while (true)
        {
            try
            {
                await using var context = new TrackerContext(options);
                await step(context);
                return;
            }
            catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                report($"{id}: waiting for transactions that hold locks ({refused.MessageText})");
            }

            await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
