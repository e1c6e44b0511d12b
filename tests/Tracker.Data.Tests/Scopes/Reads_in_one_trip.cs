using Microsoft.EntityFrameworkCore;
using Tracker.Data.Consistency;
using Tracker.Data.Model;
using Tracker.Data.Routing;
using Tracker.Data.Scopes;
using Tracker.Data.Tests.Cluster;

namespace Tracker.Data.Tests.Scopes;

[Collection(OnCluster.Name)]
public sealed class Reads_in_one_trip(ClusterFixture fixture)
{
    [Fact]
    public async Task At_least_a_token_show_the_write_by_their_first_query_every_time()
    {
        await using Database database = fixture.Open(nameof(Reads_in_one_trip), options => options with { ReplicaWait = TimeSpan.FromSeconds(20) });
        for (int i = 0; i < 200; i++)
        {
            string name = Guid.NewGuid().ToString();
            WriteToken token = await database.WriteAsync(
                UnitOfWork.Repeatable,
                (write, _) =>
                {
                    write.Context.Add(new Brand { Name = name });
                    return Task.CompletedTask;
                },
                CancellationToken.None);
            (bool isShown, RouteDecision route) = await database.ReadAsync(
                ReadConsistency.AtLeast(token),
                async (read, ct) => (await read.Query<Brand>().AnyAsync(brand => brand.Name == name, ct), read.Route),
                CancellationToken.None);
            Assert.Equal(RouteReason.ReplicaCaughtUp, route.Reason);
            Assert.True(isShown, $"Write {i} is not shown by {route}.");
        }
    }
}
