using Tracker.Cluster.Configuration;
using Tracker.Cluster.Primitives;

namespace Tracker.Cluster;

/// <summary>Serializes commands that start or stop a cluster.</summary>
internal static class ClusterLock
{
    private static readonly TimeSpan AcquireTimeout = TimeSpan.FromMinutes(3);

    public static async Task<FileStream> AcquireAsync(ClusterLayout layout, CancellationToken ct)
    {
        Directory.CreateDirectory(layout.State);
        FileStream? held = null;
        await Condition.WaitAsync("The lock to start or stop the cluster was not released", AcquireTimeout, _ =>
        {
            held = TryAcquire(layout.LockFile);
            return Task.FromResult(held is null ? $"another command holds {layout.LockFile}; wait for it, or stop it." : null);
        }, ct);
        return held!;
    }

    private static FileStream? TryAcquire(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
