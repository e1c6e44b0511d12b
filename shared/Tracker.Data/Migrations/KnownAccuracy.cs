using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tracker.Data.Model;

namespace Tracker.Data.Migrations;

/// <summary>A stored accuracy is one that can weigh: not 0, not infinite (<see cref="Tracker.Geo.Reports.ReportRules.MinAccuracyMetres"/>). What is not becomes unknown.</summary>
[DbContext(typeof(TrackerContext))]
[Migration("20261125000004_KnownAccuracy")]
[OldestWorker("20261125000004_KnownAccuracy")]
public sealed class KnownAccuracy : TrackerMigration
{
    // NaN is greater than infinity to PostgreSQL.
    /// <inheritdoc/>
    protected override void Change(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        UPDATE location_reports SET accuracy_m = NULL WHERE NOT (accuracy_m >= 0.001 AND accuracy_m < 'Infinity');
        ALTER TABLE location_reports
            ADD CONSTRAINT location_reports_accuracy_known CHECK (accuracy_m >= 0.001 AND accuracy_m < 'Infinity');
        """);

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER TABLE location_reports DROP CONSTRAINT location_reports_accuracy_known");
}
