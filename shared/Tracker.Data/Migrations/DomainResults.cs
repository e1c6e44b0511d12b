using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tracker.Data.Model;

namespace Tracker.Data.Migrations;

/// <summary>Trips, tracks and outliers of the aggregator; recomputing; thresholds by model, batteries and deliveries.</summary>
[DbContext(typeof(TrackerContext))]
[Migration("20261122000004_DomainResults")]
[OldestWorker("20261122000004_DomainResults")]
public sealed class DomainResults : TrackerMigration
{
    /// <inheritdoc/>
    protected override void Change(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(DomainResultsSql.Aggregates);
        migrationBuilder.Sql(DomainResultsSql.Recomputing);
        migrationBuilder.Sql(DomainResultsSql.Statuses);
        migrationBuilder.Sql(DomainResultsSql.AggregateViews);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("A schema is not taken back: restore a backup instead.");
}
