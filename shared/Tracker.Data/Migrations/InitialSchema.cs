using EFCore.ReadWriteSplitting.Schema;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tracker.Data.Model;

namespace Tracker.Data.Migrations;

/// <summary>The schema of the first version. SQL by hand: partitions, storage parameters and partial indexes are the point.</summary>
[DbContext(typeof(TrackerContext))]
[Migration("20261122000000_InitialSchema")]
[OldestWorker("20261122000000_InitialSchema")]
public sealed class InitialSchema : TrackerMigration
{
    /// <inheritdoc/>
    protected override void Change(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(InitialSchemaSql.Trackers);
        migrationBuilder.Sql(InitialSchemaSql.Reports);
        migrationBuilder.Sql(SchemaScripts.UnitsOfWork);
        migrationBuilder.Sql(InitialSchemaSql.Consumers);
        migrationBuilder.Sql(InitialSchemaSql.Outputs);
        migrationBuilder.Sql(InitialSchemaSql.Views);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("The first schema is not taken back: drop the database instead.");
}
