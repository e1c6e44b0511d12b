namespace Tracker.Cluster.Nodes;

/// <summary>
/// While the cluster starts or stops, has every Patroni look each second instead of each loop: the nodes wait for each other
/// then, for a slot, a standby's role or its release, and each wait would last a loop.
/// </summary>
internal sealed class PatroniWaker : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly LocalCluster _cluster;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _completion;

    public PatroniWaker(LocalCluster cluster)
    {
        _cluster = cluster;
        _completion = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _completion;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using PeriodicTimer timer = new(Interval, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                await Task.WhenAll(_cluster.Nodes.Select(WakeAsync));
        }
        catch (OperationCanceledException)
        {
            // disposed
        }
    }

    private async Task WakeAsync(ClusterNode node)
    {
        try
        {
            await _cluster.Patroni.ConfigureAsync(node.Patroni, _cluster.Options, _stop.Token);
        }
        catch (Exception unready) when (unready is HttpRequestException or ClusterException)
        {
            // Not up yet, or down already: it looks by itself later.
        }
    }
}
