using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tracker.Data.Model;

namespace Tracker.Data.Migrations;

/// <summary>A delivery location is a fence; batteries are low by the model's threshold; the finest report of the last moment says where a tracker is.</summary>
[DbContext(typeof(TrackerContext))]
[Migration("20261125000005_DeliveryFences")]
[OldestWorker("20261125000005_DeliveryFences")]
public sealed class DeliveryFences : TrackerMigration
{
    private const string Columns = """
        ALTER TABLE geofence_versions ADD delivery boolean NOT NULL DEFAULT false;
        ALTER TABLE tracker_models ADD battery_low_pct real CHECK (battery_low_pct BETWEEN 0 AND 100);
        -- Of a row that was written before, nothing is known of the report's accuracy: any other one of that moment displaces it.
        ALTER TABLE tracker_status ADD last_fingerprint bigint NOT NULL DEFAULT '-9223372036854775808', ADD accuracy_m real;
        """;

    // Each location becomes a circle that is valid always. Ids are made negative first, so that none is taken for another.
    private const string Locations = """
        DO $$
        DECLARE
            location record;
            fence    bigint;
        BEGIN
            FOR location IN SELECT * FROM delivery_locations ORDER BY id LOOP
                INSERT INTO geofences (key, name)
                VALUES (left(CASE WHEN EXISTS (SELECT FROM geofences WHERE key = location.name) THEN 'delivery ' || location.name ELSE location.name END, 200), location.name)
                RETURNING id INTO fence;
                UPDATE geofence_revision SET revision = revision + 1;
                INSERT INTO geofence_versions (fence_id, version, valid_from, valid_to, shape, radius_m, margin_m, revision, affects_from, delivery)
                SELECT fence, 1, '-infinity', 'infinity',
                       jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(location.longitude, location.latitude), 'radius_m', location.radius_m),
                       location.radius_m, greatest(20, location.radius_m / 10), revision, '-infinity', true
                FROM geofence_revision;
                UPDATE tracker_status SET delivery_location_id = -fence WHERE delivery_location_id = location.id;
                UPDATE tracker_status SET visit_location_id = -fence WHERE visit_location_id = location.id;
                UPDATE status_transitions SET delivery_location_id = -fence WHERE delivery_location_id = location.id;
            END LOOP;
        END $$;
        UPDATE tracker_status SET delivery_location_id = -delivery_location_id WHERE delivery_location_id < 0;
        UPDATE tracker_status SET visit_location_id = -visit_location_id WHERE visit_location_id < 0;
        UPDATE status_transitions SET delivery_location_id = -delivery_location_id WHERE delivery_location_id < 0;

        DROP VIEW tracker_states;
        CREATE VIEW tracker_states AS
        SELECT t.id AS tracker_id, t.key AS tracker, coalesce(s.state, 'never_seen') AS state, s.since, s.last_seen_at, s.latitude, s.longitude, s.accuracy_m,
               s.battery_pct, coalesce(s.battery_low, false) AS battery_low, s.delivered_at, f.key AS delivery_location
        FROM trackers t
        LEFT JOIN tracker_status s ON s.tracker_id = t.id
        LEFT JOIN geofences f ON f.id = s.delivery_location_id;
        DROP TABLE delivery_locations;
        """;

    /// <inheritdoc/>
    protected override void Change(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Columns);
        migrationBuilder.Sql(Locations);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("A schema is not taken back: restore a backup instead.");
}
