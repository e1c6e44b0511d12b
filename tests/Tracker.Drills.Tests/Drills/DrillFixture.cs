using Tracker.Drills.Running;
using Tracker.Tests.Framework;

namespace Tracker.Drills.Tests.Drills;

/// <summary>One cluster for all drills of a test run.</summary>
public sealed class DrillFixture : IServerFixture
{
    internal DrillCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Cluster = await DrillCluster.StartAsync(new Progress<string>(), DrillTopology.Proxy, null, CancellationToken.None);

    public async Task DisposeAsync()
    {
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }
    }
}

[CollectionDefinition(Name)]
public sealed class OnDrillCluster : ICollectionFixture<DrillFixture>
{
    public const string Name = "drill cluster";
}
