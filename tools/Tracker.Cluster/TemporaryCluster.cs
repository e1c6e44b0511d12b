using Tracker.Cluster.Configuration;
using Tracker.Cluster.Nodes;

namespace Tracker.Cluster;

/// <summary>A cluster for a test run: on its own addresses, supervised in this process, deleted at the end.</summary>
public sealed class TemporaryCluster : IAsyncDisposable
{
    private static readonly string Parent = Path.Combine(Path.GetTempPath(), $"tracker-clusters-{Environment.UserName}");

    private readonly FileStream _lock;

    private TemporaryCluster(LocalCluster cluster, FileStream held) => (Cluster, _lock) = (cluster, held);

    public LocalCluster Cluster { get; }

    /// <summary>Deletes the clusters of killed test runs and starts a new one.</summary>
    /// <param name="configure">Changes the options. The state directory and the addresses are already set.</param>
    /// <param name="ct">Cancels the start.</param>
    public static async Task<TemporaryCluster> StartAsync(
        Func<ClusterOptions, ClusterOptions>? configure = null, CancellationToken ct = default)
    {
        await SweepAsync(ct);
        string directory = Path.Combine(Parent, Path.GetRandomFileName());
        FileStream held = TryLock(directory)!;
        Directory.CreateDirectory(directory);
        ClusterOptions options = new() { StateDirectory = directory, Addresses = ClusterAddresses.Free() };
        try
        {
            return new TemporaryCluster(await LocalCluster.StartAsync(configure?.Invoke(options) ?? options, null, ct), held);
        }
        catch
        {
            held.Dispose(); // the logs stay for inspection until the next run
            throw;
        }
    }

    /// <summary>Stops and deletes the clusters of killed test runs. Clusters of live test runs keep running.</summary>
    /// <returns>The number of deleted clusters.</returns>
    public static async Task<int> SweepAsync(CancellationToken ct = default)
    {
        Directory.CreateDirectory(Parent);
        int swept = 0;
        foreach (string abandoned in Directory.EnumerateDirectories(Parent))
        {
            ct.ThrowIfCancellationRequested();
            if (TryLock(abandoned) is { } left)
            {
                await DeleteAsync(abandoned, left);
                swept++;
            }
        }

        return swept;
    }

    public async ValueTask DisposeAsync()
    {
        // Its data is deleted next: to flush it and to stop in good order would be time lost.
        foreach (ClusterNode node in Cluster.Nodes)
            node.HoldDown();
        await Cluster.WipeAsync();
        await DeleteAsync(Cluster.Options.StateDirectory, _lock);
    }

    private static async Task DeleteAsync(string directory, FileStream held)
    {
        if (LocalCluster.Open(directory) is { } cluster)
            await cluster.WipeAsync();
        // Its test run may have deleted it in the meantime.
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        await held.DisposeAsync();
    }

    /// <summary>
    /// The kernel releases the lock when the test run dies. The lock file is next to the directory so that the directory can be
    /// deleted.
    /// </summary>
    private static FileStream? TryLock(string directory)
    {
        try
        {
            return new FileStream(directory + ".lock", new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                Options = FileOptions.DeleteOnClose,
            });
        }
        catch (IOException)
        {
            return null;
        }
    }
}
