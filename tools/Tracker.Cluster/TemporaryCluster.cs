using Tracker.Cluster.Configuration;
using Tracker.Cluster.Nodes;

namespace Tracker.Cluster;

/// <summary>A cluster for one test run: on addresses of its own, supervised in this process, wiped at the end.</summary>
public sealed class TemporaryCluster : IAsyncDisposable
{
    private static readonly string Parent = Path.Combine(Path.GetTempPath(), $"tracker-clusters-{Environment.UserName}");

    private readonly FileStream _owner;

    private TemporaryCluster(LocalCluster cluster, FileStream owner) => (Cluster, _owner) = (cluster, owner);

    public LocalCluster Cluster { get; }

    /// <summary>Starts one, after what killed test runs left behind is wiped.</summary>
    /// <param name="configure">Changes the options; the state directory and the addresses are set already.</param>
    /// <param name="ct">Cancels the start.</param>
    public static async Task<TemporaryCluster> StartAsync(Func<ClusterOptions, ClusterOptions>? configure = null, CancellationToken ct = default)
    {
        await SweepAsync(ct);
        string directory = Path.Combine(Parent, Path.GetRandomFileName());
        FileStream owner = TryOwn(directory)!;
        Directory.CreateDirectory(directory);
        ClusterOptions options = new() { StateDirectory = directory, Addresses = ClusterAddresses.Free() };
        try
        {
            return new TemporaryCluster(await LocalCluster.StartAsync(configure?.Invoke(options) ?? options, null, ct), owner);
        }
        catch
        {
            owner.Dispose(); // its logs stay for a look until the next run
            throw;
        }
    }

    /// <summary>Stops and wipes what killed test runs left behind; clusters whose run lives are left alone.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> SweepAsync(CancellationToken ct = default)
    {
        Directory.CreateDirectory(Parent);
        int swept = 0;
        foreach (string abandoned in Directory.EnumerateDirectories(Parent))
        {
            ct.ThrowIfCancellationRequested();
            if (TryOwn(abandoned) is { } left)
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
        await DeleteAsync(Cluster.Options.StateDirectory, _owner);
    }

    private static async Task DeleteAsync(string directory, FileStream owner)
    {
        if (LocalCluster.Open(directory) is { } cluster)
            await cluster.WipeAsync();
        // Its own run may have deleted it since it was listed.
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        await owner.DisposeAsync();
    }

    /// <summary>The kernel lets go of a dead run's lock. The lock stands beside the directory, which so can be deleted under it.</summary>
    private static FileStream? TryOwn(string directory)
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
