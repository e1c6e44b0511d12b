using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tracker.Data.Model;

namespace Tracker.Data.Migrations;

/// <summary>The schema tells the oldest worker that may run on it.</summary>
[DbContext(typeof(TrackerContext))]
[Migration(Id)]
[OldestWorker("20261129000001_GeofenceProgress")]
public sealed class SchemaCompatibility : TrackerMigration
{
    internal const string Id = "20261129000002_SchemaCompatibility";

    /// <inheritdoc/>
    protected override void Change(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        -- One row: the newest migration that a worker must know to run on this schema.
        CREATE TABLE schema_compatibility (
            only_row      boolean PRIMARY KEY DEFAULT true CHECK (only_row),
            oldest_worker text NOT NULL COLLATE "C");
        INSERT INTO schema_compatibility (oldest_worker) VALUES ('');
        """);

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("A schema is not taken back: restore a backup instead.");
}
