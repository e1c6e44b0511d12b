namespace Tracker.Data.Migrations;

/// <summary>The tables of <see cref="InitialSchema"/>, in the order in which they refer to each other.</summary>
internal static class InitialSchemaSql
{
    public const string Trackers = """
        CREATE TABLE brands (
            id   int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text NOT NULL UNIQUE);

        CREATE TABLE tracker_models (
            id       int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            brand_id int NOT NULL REFERENCES brands,
            name     text NOT NULL,
            UNIQUE (brand_id, name));

        CREATE TABLE trackers (
            id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            key           text NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 200),
            shard         smallint NOT NULL GENERATED ALWAYS AS ((id % 64)::smallint) STORED,
            name          text,
            model_id      int REFERENCES tracker_models,
            registered_at timestamptz NOT NULL DEFAULT now());
        CREATE INDEX trackers_shard ON trackers (shard, id);

        CREATE TABLE delivery_locations (
            id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name      text NOT NULL UNIQUE,
            latitude  double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
            longitude double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
            radius_m  double precision NOT NULL CHECK (radius_m > 0));

        CREATE TABLE geofences (
            id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            key  text NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 200),
            name text NOT NULL);

        CREATE TABLE geofence_versions (
            fence_id     bigint NOT NULL REFERENCES geofences,
            version      int NOT NULL,
            valid_from   timestamptz NOT NULL,
            valid_to     timestamptz NOT NULL,
            shape        jsonb NOT NULL,
            radius_m     double precision CHECK (radius_m > 0),
            margin_m     double precision NOT NULL CHECK (margin_m >= 0),
            revision     bigint NOT NULL,
            affects_from timestamptz NOT NULL,
            PRIMARY KEY (fence_id, version),
            CHECK (valid_from <= valid_to));

        CREATE INDEX geofence_versions_revision ON geofence_versions (revision);

        -- One row: the last revision given to a change of a fence.
        CREATE TABLE geofence_revision (
            only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
            revision bigint NOT NULL);
        INSERT INTO geofence_revision (revision) VALUES (0);
        """;

    public const string Reports = """
        CREATE TABLE sources (
            id                int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name              text NOT NULL UNIQUE,
            kind              text NOT NULL,
            location          text NOT NULL,
            options           jsonb NOT NULL DEFAULT '{}',
            register_trackers boolean NOT NULL DEFAULT true,
            every             interval CHECK (every > interval '0'),
            next_due_at       timestamptz,
            claim             uuid,
            position          text,
            received          bigint NOT NULL DEFAULT 0,
            duplicates        bigint NOT NULL DEFAULT 0,
            failures          int NOT NULL DEFAULT 0,
            last_error        text,
            finished_at       timestamptz) WITH (fillfactor = 50);

        CREATE TABLE rejected_reports (
            id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            source_id   int NOT NULL REFERENCES sources,
            reason      text NOT NULL,
            detail      text NOT NULL,
            payload     text NOT NULL,
            rejected_at timestamptz NOT NULL DEFAULT now());
        -- A source may be read again: what is in quarantine already is not put there twice.
        CREATE UNIQUE INDEX rejected_reports_once ON rejected_reports (source_id, reason, md5(payload));

        CREATE TABLE report_shards (
            shard smallint PRIMARY KEY CHECK (shard BETWEEN 0 AND 63),
            head  bigint NOT NULL DEFAULT 0) WITH (fillfactor = 20);
        INSERT INTO report_shards (shard) SELECT generate_series(0, 63);

        -- No default partition: ingest makes the months that it needs (MonthPartitions).
        CREATE TABLE location_reports (
            tracker_id   bigint NOT NULL,
            recorded_at  timestamptz NOT NULL,
            fingerprint  bigint NOT NULL,
            position     bigint NOT NULL,
            received_at  timestamptz NOT NULL,
            latitude     double precision NOT NULL,
            longitude    double precision NOT NULL,
            shard        smallint NOT NULL,
            accuracy_m   real,
            altitude_m   real,
            speed_mps    real,
            heading_deg  real,
            battery_pct  real,
            source_id    int NOT NULL,
            PRIMARY KEY (tracker_id, recorded_at, fingerprint)) PARTITION BY RANGE (recorded_at);
        CREATE INDEX location_reports_position ON location_reports (shard, position);
        """;

    public const string Consumers = """
        CREATE TABLE consumer_cursors (
            consumer           text NOT NULL,
            shard              smallint NOT NULL REFERENCES report_shards,
            position           bigint NOT NULL DEFAULT 0,
            latest_recorded_at timestamptz NOT NULL DEFAULT '-infinity',
            stamp              uuid NOT NULL DEFAULT gen_random_uuid(),
            output_sequence    bigint NOT NULL DEFAULT 0,
            fence_revision     bigint NOT NULL DEFAULT 0,
            judged_until       timestamptz NOT NULL DEFAULT '-infinity',
            rejudge_revision   bigint NOT NULL DEFAULT 0,
            rejudge_until      timestamptz NOT NULL DEFAULT '-infinity',
            rejudged_tracker_id bigint NOT NULL DEFAULT 0,
            PRIMARY KEY (consumer, shard)) WITH (fillfactor = 20);
        INSERT INTO consumer_cursors (consumer, shard)
        SELECT consumer, shard FROM unnest(ARRAY['location-aggregator', 'geofence-processor', 'tracker-status']) consumer, report_shards;

        -- The open window of each tracker (LocationAggregator): written only when its anchor moves.
        CREATE TABLE stay_windows (
            tracker_id         bigint PRIMARY KEY,
            shard              smallint NOT NULL,
            anchor_recorded_at timestamptz NOT NULL,
            anchor_fingerprint bigint NOT NULL,
            anchor_latitude    double precision NOT NULL,
            anchor_longitude   double precision NOT NULL) WITH (fillfactor = 70);

        -- The fences that each tracker is in after its last report (GeofenceProcessor): written only by events.
        CREATE TABLE fence_presences (
            tracker_id bigint NOT NULL,
            fence_id   bigint NOT NULL,
            PRIMARY KEY (tracker_id, fence_id));

        CREATE TABLE tracker_status (
            tracker_id   bigint PRIMARY KEY,
            shard        smallint NOT NULL,
            state        text NOT NULL CHECK (state IN ('active', 'inactive')),
            since        timestamptz NOT NULL,
            last_seen_at timestamptz NOT NULL,
            latitude     double precision NOT NULL,
            longitude    double precision NOT NULL) WITH (fillfactor = 70);
        """;

    public const string Outputs = """
        CREATE TABLE stays (
            shard                smallint NOT NULL,
            sequence             bigint NOT NULL,
            tracker_id           bigint NOT NULL,
            started_at           timestamptz NOT NULL,
            started_fingerprint  bigint NOT NULL,
            finished_at          timestamptz NOT NULL,
            finished_fingerprint bigint NOT NULL,
            latitude             double precision NOT NULL,
            longitude            double precision NOT NULL,
            points               int NOT NULL,
            supersedes           bigint,
            superseded_by        bigint,
            PRIMARY KEY (shard, sequence));
        -- No tracker has two stays that hold and begin at one report.
        CREATE UNIQUE INDEX stays_effective ON stays (tracker_id, started_at, started_fingerprint)
            WHERE supersedes IS NULL AND superseded_by IS NULL;
        CREATE INDEX stays_finished ON stays (tracker_id, finished_at) WHERE supersedes IS NULL AND superseded_by IS NULL;

        CREATE TABLE geofence_events (
            shard              smallint NOT NULL,
            sequence           bigint NOT NULL,
            tracker_id         bigint NOT NULL,
            fence_id           bigint NOT NULL,
            fence_version      int NOT NULL,
            type               text NOT NULL CHECK (type IN ('enter', 'exit')),
            occurred_at        timestamptz NOT NULL,
            report_fingerprint bigint,
            initial            boolean NOT NULL,
            reason             text,
            supersedes         bigint,
            superseded_by      bigint,
            PRIMARY KEY (shard, sequence));
        CREATE INDEX geofence_events_effective ON geofence_events (tracker_id, occurred_at)
            WHERE supersedes IS NULL AND superseded_by IS NULL;

        CREATE TABLE status_transitions (
            shard         smallint NOT NULL,
            sequence      bigint NOT NULL,
            tracker_id    bigint NOT NULL,
            state         text NOT NULL CHECK (state IN ('active', 'inactive')),
            occurred_at   timestamptz NOT NULL,
            supersedes    bigint,
            superseded_by bigint,
            PRIMARY KEY (shard, sequence));
        CREATE INDEX status_transitions_effective ON status_transitions (tracker_id, occurred_at)
            WHERE supersedes IS NULL AND superseded_by IS NULL;
        """;

    public const string Views = """
        CREATE VIEW effective_stays AS
        SELECT s.*, t.key AS tracker FROM stays s JOIN trackers t ON t.id = s.tracker_id
        WHERE supersedes IS NULL AND superseded_by IS NULL;

        CREATE VIEW effective_geofence_events AS
        SELECT e.*, t.key AS tracker, f.key AS fence
        FROM geofence_events e JOIN trackers t ON t.id = e.tracker_id JOIN geofences f ON f.id = e.fence_id
        WHERE supersedes IS NULL AND superseded_by IS NULL;

        CREATE VIEW effective_status_transitions AS
        SELECT s.*, t.key AS tracker FROM status_transitions s JOIN trackers t ON t.id = s.tracker_id
        WHERE supersedes IS NULL AND superseded_by IS NULL;

        -- Each tracker's time line: its stays, and the movement between one and the next.
        CREATE VIEW location_history AS
        SELECT tracker_id, 'stay' AS kind, started_at, finished_at, latitude, longitude, points
        FROM stays WHERE supersedes IS NULL AND superseded_by IS NULL
        UNION ALL
        SELECT tracker_id, 'movement', finished_at, next_started_at, NULL, NULL, NULL
        FROM (SELECT tracker_id, finished_at,
                     lead(started_at) OVER (PARTITION BY tracker_id ORDER BY started_at) AS next_started_at
              FROM stays WHERE supersedes IS NULL AND superseded_by IS NULL) between_stays
        WHERE next_started_at > finished_at;

        -- The two flags that a report would carry if consumers marked rows.
        CREATE VIEW location_report_progress AS
        SELECT r.tracker_id, r.recorded_at, r.fingerprint, r.shard, r.position,
               r.position <= a.position AS processed,
               r.position <= g.position AS geofence_processed
        FROM location_reports r
        JOIN consumer_cursors a ON a.shard = r.shard AND a.consumer = 'location-aggregator'
        JOIN consumer_cursors g ON g.shard = r.shard AND g.consumer = 'geofence-processor';
        """;
}
