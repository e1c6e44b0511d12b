using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tracker.Data.Model;

namespace Tracker.Data.Migrations;

/// <summary>Sources that are read again from their start, and quarantines that have an end.</summary>
[DbContext(typeof(TrackerContext))]
[Migration("20261125000004_QuarantineCare")]
[OldestWorker("20261125000004_KnownAccuracy")]
public sealed class QuarantineCare : TrackerMigration
{
    private const string Index = "rejected_reports_latest";
    private const string Indexed = "rejected_reports (source_id, id)";

    /// <inheritdoc/>
    public override Task PrepareAsync(MigrationWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return work.CreateIndexAsync(Index, Indexed, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Change(MigrationBuilder migrationBuilder) => migrationBuilder.Sql($"""
        ALTER TABLE sources
            ADD COLUMN rereads boolean NOT NULL DEFAULT false,
            ADD COLUMN quarantine_dropped bigint NOT NULL DEFAULT 0;
        CREATE INDEX IF NOT EXISTS {Index} ON {Indexed};
        """);

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        DROP INDEX rejected_reports_latest;
        ALTER TABLE sources DROP COLUMN rereads, DROP COLUMN quarantine_dropped;
        """);
}
