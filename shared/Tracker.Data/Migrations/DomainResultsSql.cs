namespace Tracker.Data.Migrations;

/// <summary>What <see cref="DomainResults"/> adds.</summary>
internal static class DomainResultsSql
{
    public const string Aggregates = """
        -- The last number of each log that stands beside its consumer's first one.
        CREATE TABLE output_logs (
            log      text NOT NULL,
            shard    smallint NOT NULL REFERENCES report_shards,
            sequence bigint NOT NULL DEFAULT 0,
            PRIMARY KEY (log, shard)) WITH (fillfactor = 20);
        INSERT INTO output_logs (log, shard)
        SELECT log, shard FROM unnest(ARRAY['outliers', 'trips', 'tracks']) log, report_shards;

        CREATE TABLE outliers (
            shard         smallint NOT NULL,
            sequence      bigint NOT NULL,
            tracker_id    bigint NOT NULL,
            recorded_at   timestamptz NOT NULL,
            fingerprint   bigint NOT NULL,
            latitude      double precision NOT NULL,
            longitude     double precision NOT NULL,
            supersedes    bigint,
            superseded_by bigint,
            PRIMARY KEY (shard, sequence));
        CREATE UNIQUE INDEX outliers_effective ON outliers (tracker_id, recorded_at, fingerprint)
            WHERE supersedes IS NULL AND superseded_by IS NULL;

        CREATE TABLE trips (
            shard                smallint NOT NULL,
            sequence             bigint NOT NULL,
            tracker_id           bigint NOT NULL,
            started_at           timestamptz NOT NULL,
            started_fingerprint  bigint NOT NULL,
            finished_at          timestamptz NOT NULL,
            finished_fingerprint bigint NOT NULL,
            from_latitude        double precision NOT NULL,
            from_longitude       double precision NOT NULL,
            to_latitude          double precision NOT NULL,
            to_longitude         double precision NOT NULL,
            distance_m           double precision NOT NULL,
            points               int NOT NULL,
            supersedes           bigint,
            superseded_by        bigint,
            PRIMARY KEY (shard, sequence));
        CREATE UNIQUE INDEX trips_effective ON trips (tracker_id, started_at, started_fingerprint)
            WHERE supersedes IS NULL AND superseded_by IS NULL;

        -- A track is a day's reports, simplified: its points lie in three arrays of one length.
        CREATE TABLE tracks (
            shard         smallint NOT NULL,
            sequence      bigint NOT NULL,
            tracker_id    bigint NOT NULL,
            day           date NOT NULL,
            time_zone     text NOT NULL,
            tolerance_m   double precision NOT NULL,
            reports       int NOT NULL,
            distance_m    double precision NOT NULL,
            times         timestamptz[] NOT NULL,
            latitudes     double precision[] NOT NULL,
            longitudes    double precision[] NOT NULL,
            supersedes    bigint,
            superseded_by bigint,
            PRIMARY KEY (shard, sequence));
        CREATE UNIQUE INDEX tracks_effective ON tracks (tracker_id, day)
            WHERE supersedes IS NULL AND superseded_by IS NULL;

        -- Days whose reports are other than their track says; made when the day is over.
        CREATE TABLE track_days (
            tracker_id bigint NOT NULL,
            day        date NOT NULL,
            shard      smallint NOT NULL,
            ends_at    timestamptz NOT NULL,
            PRIMARY KEY (tracker_id, day));
        CREATE INDEX track_days_due ON track_days (shard, ends_at);
        """;

    public const string Recomputing = """
        CREATE TABLE recomputations (
            id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            request        uuid NOT NULL,
            consumer       text NOT NULL,
            tracker_id     bigint NOT NULL,
            shard          smallint NOT NULL,
            recompute_from timestamptz NOT NULL,
            requested_at   timestamptz NOT NULL DEFAULT now());
        CREATE INDEX recomputations_next ON recomputations (consumer, shard, id);
        CREATE INDEX recomputations_request ON recomputations (request);

        -- What was aggregated before has neither trips nor outliers nor tracks: the aggregator makes them.
        INSERT INTO recomputations (request, consumer, tracker_id, shard, recompute_from)
        SELECT gen_random_uuid(), 'location-aggregator', tracker_id, shard, '-infinity' FROM stay_windows;
        """;

    public const string Statuses = """
        ALTER TABLE tracker_models ADD COLUMN inactive_after interval CHECK (inactive_after > interval '0');

        -- What was last known of the battery; the visit to a delivery location that is under way; the delivery.
        ALTER TABLE tracker_status
            ADD COLUMN battery_pct           real,
            ADD COLUMN battery_at            timestamptz,
            ADD COLUMN battery_fingerprint   bigint,
            ADD COLUMN battery_low           boolean NOT NULL DEFAULT false,
            ADD COLUMN visit_location_id     bigint,
            ADD COLUMN visit_since           timestamptz,
            ADD COLUMN visit_fingerprint     bigint,
            ADD COLUMN delivered_at          timestamptz,
            ADD COLUMN delivery_location_id  bigint,
            ADD COLUMN delivery_recorded_at  timestamptz,
            ADD COLUMN delivery_fingerprint  bigint;

        ALTER TABLE status_transitions DROP CONSTRAINT status_transitions_state_check;
        ALTER TABLE status_transitions
            ADD CONSTRAINT status_transitions_state_check CHECK (state IN ('active', 'inactive', 'delivered')),
            ADD COLUMN delivery_location_id bigint,
            ADD CONSTRAINT status_transitions_delivery CHECK ((state = 'delivered') = (delivery_location_id IS NOT NULL));
        -- Delivered once.
        CREATE UNIQUE INDEX status_transitions_delivered ON status_transitions (tracker_id)
            WHERE state = 'delivered' AND supersedes IS NULL AND superseded_by IS NULL;

        DROP VIEW effective_status_transitions;
        CREATE VIEW effective_status_transitions AS
        SELECT s.*, t.key AS tracker FROM status_transitions s JOIN trackers t ON t.id = s.tracker_id
        WHERE supersedes IS NULL AND superseded_by IS NULL;

        -- Every tracker, also those that were never seen.
        CREATE VIEW tracker_states AS
        SELECT t.id AS tracker_id, t.key AS tracker, coalesce(s.state, 'never_seen') AS state, s.since, s.last_seen_at, s.latitude, s.longitude,
               s.battery_pct, coalesce(s.battery_low, false) AS battery_low, s.delivered_at, l.name AS delivery_location
        FROM trackers t
        LEFT JOIN tracker_status s ON s.tracker_id = t.id
        LEFT JOIN delivery_locations l ON l.id = s.delivery_location_id;

        -- Of what was seen before, the batteries are to be looked up.
        INSERT INTO recomputations (request, consumer, tracker_id, shard, recompute_from)
        SELECT gen_random_uuid(), 'tracker-status', tracker_id, shard, '-infinity' FROM tracker_status;
        """;

    public const string AggregateViews = """
        CREATE VIEW effective_trips AS
        SELECT s.*, t.key AS tracker FROM trips s JOIN trackers t ON t.id = s.tracker_id
        WHERE supersedes IS NULL AND superseded_by IS NULL;

        CREATE VIEW effective_tracks AS
        SELECT s.*, t.key AS tracker FROM tracks s JOIN trackers t ON t.id = s.tracker_id
        WHERE supersedes IS NULL AND superseded_by IS NULL;

        CREATE VIEW effective_outliers AS
        SELECT s.*, t.key AS tracker FROM outliers s JOIN trackers t ON t.id = s.tracker_id
        WHERE supersedes IS NULL AND superseded_by IS NULL;

        -- Each tracker's time line: its stays, the movement between one and the next, and the reports that no way leads to.
        CREATE OR REPLACE VIEW location_history AS
        SELECT tracker_id, 'stay' AS kind, started_at, finished_at, latitude, longitude, points
        FROM stays WHERE supersedes IS NULL AND superseded_by IS NULL
        UNION ALL
        SELECT tracker_id, 'movement', started_at, finished_at, NULL, NULL, points
        FROM trips WHERE supersedes IS NULL AND superseded_by IS NULL
        UNION ALL
        SELECT tracker_id, 'outlier', recorded_at, recorded_at, latitude, longitude, 1
        FROM outliers WHERE supersedes IS NULL AND superseded_by IS NULL;
        """;
}
