using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tracker.Data.Model;

namespace Tracker.Data.Migrations;

/// <summary>A horizon before which reports are refused, and what consumers keep of the months that go.</summary>
[DbContext(typeof(TrackerContext))]
[Migration("20261125000003_RetentionSchema")]
[OldestWorker("20261125000003_RetentionSchema")]
public sealed class RetentionSchema : TrackerMigration
{
    // On the shard's row: an ingest reads it with the lock that it takes anyway, so none stores what is refused.
    private const string Horizon = """
        ALTER TABLE report_shards ADD horizon timestamptz NOT NULL DEFAULT '-infinity';

        -- One row: reports before the horizon are refused; consumers settle what is to be dropped; it is dropped.
        CREATE TABLE retention (
            only_row        boolean PRIMARY KEY DEFAULT true CHECK (only_row),
            horizon         timestamptz NOT NULL DEFAULT '-infinity',
            settling_before timestamptz NOT NULL DEFAULT '-infinity',
            dropped_before  timestamptz NOT NULL DEFAULT '-infinity',
            CHECK (dropped_before <= settling_before AND settling_before <= horizon));
        INSERT INTO retention DEFAULT VALUES;
        """;

    private const string Settling = """
        -- Trackers of which a consumer has still to keep what it needs of the reports that are to go.
        CREATE TABLE settlements (
            consumer   text NOT NULL,
            shard      smallint NOT NULL,
            tracker_id bigint NOT NULL,
            PRIMARY KEY (consumer, shard, tracker_id));

        -- The reports of dropped months that consumers still need: the partition location_reports_kept is made of them.
        CREATE TABLE kept_reports (
            consumer    text NOT NULL,
            tracker_id  bigint NOT NULL,
            recorded_at timestamptz NOT NULL,
            fingerprint bigint NOT NULL,
            PRIMARY KEY (tracker_id, recorded_at, fingerprint, consumer));

        -- From where LocationAggregator goes on where the reports before are gone.
        CREATE TABLE stay_horizons (
            tracker_id     bigint PRIMARY KEY,
            shard          smallint NOT NULL,
            settled_before timestamptz NOT NULL,
            state          jsonb NOT NULL);
        """;

    /// <inheritdoc/>
    protected override void Change(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Horizon);
        migrationBuilder.Sql(Settling);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("A schema is not taken back: restore a backup instead.");
}
