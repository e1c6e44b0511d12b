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
    private const string Constraint = "location_reports_accuracy_known";

    // NaN is greater than infinity to PostgreSQL.
    private const string Known = "accuracy_m >= 0.001 AND accuracy_m < 'Infinity'";

    private const string AddSql = $"ALTER TABLE location_reports ADD CONSTRAINT {Constraint} CHECK ({Known})";

    private static readonly string ExistsSql = $"EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'location_reports'::regclass AND conname = '{Constraint}')";

    /// <inheritdoc/>
    public override async Task PrepareAsync(MigrationWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        // The parent first, for which everybody else waits too; then no more waiting.
        await work.ExecuteAsync(
            $"""
            LOCK TABLE ONLY location_reports IN ACCESS EXCLUSIVE MODE;
            LOCK TABLE location_reports IN ACCESS EXCLUSIVE MODE NOWAIT;
            DO $$ BEGIN IF NOT {ExistsSql} THEN {AddSql} NOT VALID; END IF; END $$
            """,
            cancellationToken);
        await work.UpdateAsync("location_reports", "accuracy_m = NULL", $"NOT ({Known})", cancellationToken);
        await work.ValidateAsync("location_reports", Constraint, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Change(MigrationBuilder migrationBuilder) => migrationBuilder.Sql($"""
        DO $$
        BEGIN
            IF NOT {ExistsSql} THEN
                UPDATE location_reports SET accuracy_m = NULL WHERE NOT ({Known});
                {AddSql};
            END IF;
        END $$
        """);

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER TABLE location_reports DROP CONSTRAINT location_reports_accuracy_known");
}
