using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tracker.Data.Model;

namespace Tracker.Data.Migrations;

/// <summary>Schedules of sources beyond an interval, sources that are paused or slowed down, and quarantined reports that can be judged again.</summary>
[DbContext(typeof(TrackerContext))]
[Migration("20261122000003_SourceCare")]
[OldestWorker("20261122000002_FenceTermsSchema")]
public sealed class SourceCare : TrackerMigration
{
    /// <inheritdoc/>
    protected override void Change(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        ALTER TABLE sources
            ADD COLUMN cron   text,
            ADD COLUMN jitter interval CHECK (jitter >= interval '0'),
            ADD COLUMN paused boolean NOT NULL DEFAULT false,
            ADD COLUMN slowed boolean NOT NULL DEFAULT false,
            ADD CONSTRAINT sources_one_schedule CHECK (cron IS NULL OR every IS NULL);
        ALTER TABLE rejected_reports ADD COLUMN report jsonb;
        """);

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        ALTER TABLE rejected_reports DROP COLUMN report;
        ALTER TABLE sources DROP COLUMN cron, DROP COLUMN jitter, DROP COLUMN paused, DROP COLUMN slowed;
        """);
}
