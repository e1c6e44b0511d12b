using Tracker.Cluster.Configuration;
using Tracker.Cluster.Nodes;

namespace Tracker.Cluster;

/// <summary>
/// Removes what a start that was killed half way left of the data, since Patroni would wait for ever: etcd says that someone
/// bootstraps, or a directory is neither empty nor a node's.
/// </summary>
internal sealed class InterruptedBootstrap(ClusterLayout layout, IProgress<string> progress)
{
    public bool HasBootstrapped => File.Exists(layout.BootstrappedFile);

    /// <summary>From now on the data is somebody's, and nothing here deletes it.</summary>
    public void MarkBootstrapped() => PrivateFile.Write(layout.BootstrappedFile, "");

    public async Task CleanAsync(IReadOnlyList<ClusterNode> nodes)
    {
        foreach (ClusterNode node in nodes)
        {
            string data = layout.PostgresData(node.Name);
            if (!Directory.Exists(data) || (HasBootstrapped && IsComplete(data)))
                continue;
            progress.Report($"{node.Name} was left half made: starting it over");
            await node.Server.StopAsync();
            Directory.Delete(data, recursive: true);
        }

        if (!HasBootstrapped && Directory.Exists(layout.EtcdData))
            Directory.Delete(layout.EtcdData, recursive: true);
    }

    /// <summary>A base backup copies the control file last.</summary>
    private static bool IsComplete(string data) => File.Exists(Path.Combine(data, "global", "pg_control"));
}
