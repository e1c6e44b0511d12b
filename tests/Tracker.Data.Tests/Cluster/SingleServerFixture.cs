using Tracker.Cluster;
using Tracker.Tests.Framework;

namespace Tracker.Data.Tests.Cluster;

/// <summary>A cluster of one node, which has no replicas.</summary>
public sealed class SingleServerFixture : IServerFixture
{
    private TemporaryCluster? _temporary;

    /// <summary>The settings by which a service finds it.</summary>
    public IReadOnlyDictionary<string, string> Settings => _temporary!.Cluster.Environment;

    public async Task InitializeAsync() => _temporary = await TemporaryCluster.StartAsync(options => options with { Nodes = 1 });

    public async Task DisposeAsync()
    {
        if (_temporary is not null)
            await _temporary.DisposeAsync();
    }
}
