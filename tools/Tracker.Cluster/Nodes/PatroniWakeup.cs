using Tracker.Cluster.Configuration;
using Tracker.Cluster.Primitives;

namespace Tracker.Cluster.Nodes;

/// <summary>
/// Triggers Patroni's loop on every node once per second while the cluster starts or stops. The nodes wait for each other
/// for a replication slot or a change of role, and each wait would otherwise last loop_wait.
/// </summary>
internal sealed class PatroniWakeup : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly IReadOnlyList<ClusterNode> _nodes;
    private readonly PatroniClient _client;
    private readonly ClusterOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _completion;

    public PatroniWakeup(IReadOnlyList<ClusterNode> nodes, PatroniClient client, ClusterOptions options)
    {
        (_nodes, _client, _options) = (nodes, client, options);
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
                await Task.WhenAll(_nodes.Select(WakeAsync));
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
            await _client.ConfigureAsync(node.Patroni, _options, _stop.Token);
        }
        catch (Exception unready) when (unready is HttpRequestException or ClusterException)
        {
            // Not up yet, or already down.
        }
    }
}
