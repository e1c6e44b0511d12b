using Tracker.Cluster.Nodes;

namespace Tracker.Tests;

/// <summary>Replicas whose replay of WAL stands still, until disposed of; they go on receiving and serving.</summary>
internal sealed class Replay : IAsyncDisposable
{
    private readonly IReadOnlyList<ClusterNode> _paused;

    private Replay(IReadOnlyList<ClusterNode> paused) => _paused = paused;

    public static async Task<Replay> PauseAsync(ClusterFixture fixture, int replicas = 2)
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        ClusterNode[] paused = [.. fixture.Cluster.Nodes.Where(node => node != primary).Take(replicas)];
        var replay = new Replay(paused);
        try
        {
            foreach (ClusterNode replica in paused)
            {
                replica.PauseReplay();
            }

            return replay;
        }
        catch
        {
            await replay.DisposeAsync();
            throw;
        }
    }

    public bool IsPaused(ClusterNode node) => _paused.Contains(node);

    public ValueTask DisposeAsync()
    {
        foreach (ClusterNode replica in _paused)
        {
            replica.ResumeReplay();
        }

        return ValueTask.CompletedTask;
    }
}
