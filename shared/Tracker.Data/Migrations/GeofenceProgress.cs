using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tracker.Data.Model;

namespace Tracker.Data.Migrations;

/// <summary>What only the geofence processor needs beside its cursors becomes a table of its own.</summary>
[DbContext(typeof(TrackerContext))]
[Migration("20261129000001_GeofenceProgress")]
[OldestWorker("20261129000001_GeofenceProgress")]
public sealed class GeofenceProgress : TrackerMigration
{
    // 64 rows are copied, and dropping columns rewrites no table: both take milliseconds.
    /// <inheritdoc/>
    protected override void Change(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        -- One row per shard, written only in a transaction that holds the row of the geofence processor's cursor.
        CREATE TABLE geofence_progress (
            shard                 smallint PRIMARY KEY REFERENCES report_shards,
            fence_revision        bigint NOT NULL DEFAULT 0,
            judged_until          timestamptz NOT NULL DEFAULT '-infinity',
            recompute_revision    bigint NOT NULL DEFAULT 0,
            recompute_until       timestamptz NOT NULL DEFAULT '-infinity',
            recomputed_tracker_id bigint NOT NULL DEFAULT 0) WITH (fillfactor = 20);
        INSERT INTO geofence_progress (shard, fence_revision, judged_until, recompute_revision, recompute_until, recomputed_tracker_id)
        SELECT shard, fence_revision, judged_until, rejudge_revision, rejudge_until, rejudged_tracker_id
        FROM consumer_cursors WHERE consumer = 'geofence-processor';
        ALTER TABLE consumer_cursors
            DROP COLUMN fence_revision, DROP COLUMN judged_until, DROP COLUMN rejudge_revision, DROP COLUMN rejudge_until, DROP COLUMN rejudged_tracker_id;
        """);

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("A schema is not taken back: restore a backup instead.");
}
