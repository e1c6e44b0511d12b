using Tracker.Cluster.Configuration;
using Tracker.Cluster.Nodes;
using Tracker.Cluster.Primitives;

namespace Tracker.Cluster;

/// <summary>
/// Removes the data of an interrupted bootstrap. Otherwise Patroni waits forever because etcd records a bootstrap in progress
/// or a data directory is incomplete.
/// </summary>
internal sealed class BootstrapCleanup(ClusterLayout layout, IProgress<string> progress)
{
    public bool HasBootstrapped => File.Exists(layout.BootstrappedFile);

    /// <summary>Marks the data as complete, so that it is never deleted here.</summary>
    public void MarkBootstrapped() => PrivateFile.Write(layout.BootstrappedFile, "");

    public async Task CleanAsync(IReadOnlyList<ClusterNode> nodes)
    {
        foreach (ClusterNode node in nodes)
        {
            string data = layout.PostgresData(node.Name);
            if (!Directory.Exists(data) || (HasBootstrapped && IsComplete(data)))
                continue;
            progress.Report($"the data directory of {node.Name} is incomplete: removing it");
            await node.Server.StopAsync();
            Directory.Delete(data, recursive: true);
        }

        if (!HasBootstrapped && Directory.Exists(layout.EtcdData))
            Directory.Delete(layout.EtcdData, recursive: true);
    }

    /// <summary>A base backup copies pg_control last.</summary>
    private static bool IsComplete(string data) => File.Exists(Path.Combine(data, "global", "pg_control"));
}
