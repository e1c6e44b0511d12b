using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Tracker.Data.Locking;

namespace Tracker.Data.Migrations;

/// <summary>
/// A migration of the trackers' schema. It states the oldest worker that may keep running (<see cref="OldestWorkerAttribute"/>). The
/// transaction that applies it records that in <c>schema_compatibility</c>, which workers read that do not know the migration.
/// </summary>
public abstract class TrackerMigration : Migration
{
    /// <inheritdoc/>
    protected sealed override void Up(MigrationBuilder migrationBuilder)
    {
        // Whoever waits for the lock of a table makes others wait behind it. The migrator tries again.
        migrationBuilder.Sql($"{ShortWait.Sql}; SET LOCAL statement_timeout = 0");
        Change(migrationBuilder);
        if (string.CompareOrdinal(GetType().GetCustomAttribute<MigrationAttribute>()?.Id, SchemaCompatibility.Id) >= 0)
        {
            string oldest = GetType().GetCustomAttribute<OldestWorkerAttribute>()?.Migration
                ?? throw new InvalidOperationException($"{GetType().Name} has no [OldestWorker].");
            migrationBuilder.Sql($"UPDATE schema_compatibility SET oldest_worker = greatest(oldest_worker, '{oldest}' COLLATE \"C\")");
        }
    }

    /// <summary>
    /// Does in steps what would take long in the migration's transaction, in which locks are held. Runs before it, again after a failure, and
    /// not at all where no schema migrator is used; the migration itself then finds what is left to do.
    /// </summary>
    /// <param name="work">Runs the steps.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public virtual Task PrepareAsync(MigrationWork work, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Adds the commands of the migration.</summary>
    /// <param name="migrationBuilder">Collects the commands.</param>
    protected abstract void Change(MigrationBuilder migrationBuilder);
}
