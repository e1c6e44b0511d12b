using Tracker.Cluster.Configuration;

namespace Tracker.Cluster;

/// <summary>One command at a time starts or stops a cluster.</summary>
internal static class ClusterTurn
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task<FileStream> TakeAsync(ClusterLayout layout, CancellationToken ct)
    {
        Directory.CreateDirectory(layout.State);
        FileStream? turn = null;
        await Condition.WaitAsync("The turn to start or stop the cluster did not come", Patience, _ =>
        {
            turn = TryTake(layout.LockFile);
            return Task.FromResult(turn is null ? $"another command holds {layout.LockFile}; wait for it, or end it." : null);
        }, ct);
        return turn!;
    }

    private static FileStream? TryTake(string path)
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
