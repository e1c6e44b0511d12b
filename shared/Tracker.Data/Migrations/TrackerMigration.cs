using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

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
        Change(migrationBuilder);
        if (string.CompareOrdinal(GetType().GetCustomAttribute<MigrationAttribute>()?.Id, SchemaCompatibility.Id) >= 0)
        {
            string oldest = GetType().GetCustomAttribute<OldestWorkerAttribute>()?.Migration
                ?? throw new InvalidOperationException($"{GetType().Name} has no [OldestWorker].");
            migrationBuilder.Sql($"UPDATE schema_compatibility SET oldest_worker = greatest(oldest_worker, '{oldest}' COLLATE \"C\")");
        }
    }

    /// <summary>Adds the commands of the migration.</summary>
    /// <param name="migrationBuilder">Collects the commands.</param>
    protected abstract void Change(MigrationBuilder migrationBuilder);
}
