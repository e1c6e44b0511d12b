using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tracker.Data.Model;

namespace Tracker.Data.Migrations;

/// <summary>Fences with dwell and cross events, accuracy, hours and trackers of their own; events and presences that know when their visit began.</summary>
[DbContext(typeof(TrackerContext))]
[Migration("20261122000002_FenceTermsSchema")]
[OldestWorker("20261122000002_FenceTermsSchema")]
public sealed class FenceTermsSchema : TrackerMigration
{
    private const string Versions = """
        ALTER TABLE geofence_versions
            ADD dwell          interval CHECK (dwell > interval '0'),
            ADD crossings      boolean NOT NULL DEFAULT false,
            ADD accuracy_cap_m double precision CHECK (accuracy_cap_m > 0),
            ADD active_hours   text,
            ADD time_zone      text,
            ADD trackers       bigint[],
            ADD CHECK ((active_hours IS NULL) = (time_zone IS NULL));
        """;

    // The view names its columns: it is made anew to have the new one. What was superseded keeps the nearest beginning that is known.
    private const string Events = """
        DROP VIEW effective_geofence_events;
        ALTER TABLE geofence_events
            DROP CONSTRAINT geofence_events_type_check,
            ADD CHECK (type IN ('enter', 'exit', 'dwell', 'cross')),
            ADD entered_at timestamptz;
        UPDATE geofence_events e SET entered_at = CASE WHEN type = 'enter' THEN occurred_at ELSE coalesce(
            (SELECT max(b.occurred_at) FROM geofence_events b
             WHERE b.tracker_id = e.tracker_id AND b.fence_id = e.fence_id AND b.type = 'enter' AND b.occurred_at <= e.occurred_at
               AND (b.supersedes IS NULL AND b.superseded_by IS NULL OR e.supersedes IS NOT NULL OR e.superseded_by IS NOT NULL)),
            e.occurred_at) END;
        ALTER TABLE geofence_events ALTER entered_at SET NOT NULL;
        CREATE VIEW effective_geofence_events AS
        SELECT e.*, t.key AS tracker, f.key AS fence
        FROM geofence_events e JOIN trackers t ON t.id = e.tracker_id JOIN geofences f ON f.id = e.fence_id
        WHERE supersedes IS NULL AND superseded_by IS NULL;
        """;

    private const string Presences = """
        ALTER TABLE fence_presences ADD entered_at timestamptz, ADD dwell_at timestamptz;
        UPDATE fence_presences p SET entered_at = coalesce(
            (SELECT max(e.occurred_at) FROM geofence_events e
             WHERE e.tracker_id = p.tracker_id AND e.fence_id = p.fence_id AND e.type = 'enter' AND e.supersedes IS NULL AND e.superseded_by IS NULL),
            '-infinity');
        ALTER TABLE fence_presences ALTER entered_at SET NOT NULL;
        CREATE INDEX fence_presences_dwell ON fence_presences (dwell_at) WHERE dwell_at IS NOT NULL;
        """;

    /// <inheritdoc/>
    protected override void Change(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Versions);
        migrationBuilder.Sql(Events);
        migrationBuilder.Sql(Presences);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("Fences' terms and the events that follow from them are not taken back: restore a backup instead.");
}
