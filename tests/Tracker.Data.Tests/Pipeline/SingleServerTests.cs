using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Configuration;
using Tracker.Data.Migrations;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;
using Tracker.Data.Tests.Cluster;

namespace Tracker.Data.Tests.Pipeline;

public sealed class SingleServerTests(SingleServerFixture fixture) : IClassFixture<SingleServerFixture>
{
    [Fact]
    public async Task A_server_without_replicas_serves_reads_with_the_reason_and_its_reports_are_processed()
    {
        DatabaseOptions options = TrackerDatabaseSettings.Read(name => fixture.Settings.GetValueOrDefault(name), nameof(SingleServerTests));
        await SchemaMigrator.MigrateAsync(options, TimeProvider.System, CancellationToken.None);
        await using var database = new Database(
            options, TrackerContext.Pool(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<Database>.Instance);

        await using (ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None))
        {
            Assert.Equal((NodeRole.Primary, RouteReason.NoReplica), (read.Route.Role, read.Route.Reason));
        }

        await Tally.CreateTableAsync(database);
        await Stock.StoreAsync(database, Stock.Reports(500, 10));
        ShardPipeline pipeline = Tallying.Pipeline(database, new Tally());
        await Tallying.FinishAsync(database, pipeline);
        await Tallying.AssertEachOnceAsync(database, 500);
    }
}
