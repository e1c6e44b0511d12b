using Tracker.Cluster;

namespace Tracker.Tests;

/// <summary>A cluster of three nodes as processes of this machine, wiped at the end.</summary>
internal sealed class NativeDatabase(TemporaryCluster temporary) : ITestDatabase
{
    /// <summary>The Debian packages are here: Patroni, the one that is on no machine by chance.</summary>
    public static bool IsInstalled => File.Exists("/usr/bin/patroni");

    public IReadOnlyDictionary<string, string> Settings => temporary.Cluster.Environment;

    public IReadOnlyList<string> Servers => [.. temporary.Cluster.Nodes.Select(node => node.ServerConnectionString)];

    public LocalCluster Cluster => temporary.Cluster;

    public static async Task<NativeDatabase> StartAsync() => new(await TemporaryCluster.StartAsync());

    public async Task<string> PrimaryAsync() => (await Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60))).ServerConnectionString;

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}
