using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tracker.Data.Model;

namespace Tracker.Data.Migrations;

/// <summary>Erasing one tracker's data: the log of erasures, what tells ingests of them, and a quarantine that knows whose its reports are.</summary>
[DbContext(typeof(TrackerContext))]
[Migration("20261125000002_Erasures")]
[OldestWorker("20261125000002_Erasures")]
public sealed class Erasures : TrackerMigration
{
    private const string Log = """
        -- Whom it was is kept as a hash alone; the id goes when the erasure is finished.
        CREATE TABLE erasures (
            id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            key_hash      bytea NOT NULL CHECK (octet_length(key_hash) = 32),
            tracker_id    bigint UNIQUE,
            shard         smallint REFERENCES report_shards,
            erased_before timestamptz NOT NULL,
            requested_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
            requested_by  text NOT NULL,
            finished_at   timestamptz,
            rows          jsonb NOT NULL DEFAULT '{}',
            CHECK (finished_at IS NULL OR tracker_id IS NULL));
        CREATE INDEX erasures_key ON erasures (key_hash);
        """;

    // How many erasures a shard has seen: an ingest that looked its trackers up before the last one finds that out under the shard's lock.
    private const string Shards = "ALTER TABLE report_shards ADD COLUMN erasures bigint NOT NULL DEFAULT 0";

    // One row stands for all that a source said of erased trackers.
    private const string Quarantine = """
        ALTER TABLE rejected_reports
            ADD COLUMN tracker_key text,
            ADD COLUMN reports bigint NOT NULL DEFAULT 1 CHECK (reports > 0);
        UPDATE rejected_reports SET tracker_key = report->>'TrackerKey' WHERE report IS NOT NULL;
        """;

    /// <inheritdoc/>
    protected override void Change(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Log);
        migrationBuilder.Sql(Shards);
        migrationBuilder.Sql(Quarantine);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("Without the log of erasures what was erased would come back: restore a backup instead.");
}
