using Tracker.Cluster.Nodes;

namespace Tracker.Drills.Failover;

/// <summary>The readers' connections to a replica that a fault does not hit, counted there before and during the fault.</summary>
internal sealed class SurvivorConnections(ClusterNode? survivor)
{
    private const string Reader = "tracker_read";

    private HashSet<PoolerClient> _before = [];

    /// <summary>Null where there is no such replica.</summary>
    public int? Before => survivor is null ? null : _before.Count;

    public int? Kept { get; private set; }

    public async Task BeforeAsync(CancellationToken ct)
    {
        if (survivor is not null)
        {
            _before = await ReadersAsync(survivor, ct);
        }
    }

    public async Task AfterAsync(CancellationToken ct)
    {
        if (survivor is not null)
        {
            Kept = (await ReadersAsync(survivor, ct)).Intersect(_before).Count();
        }
    }

    private static async Task<HashSet<PoolerClient>> ReadersAsync(ClusterNode node, CancellationToken ct) =>
        [.. (await node.PoolerClientsAsync(ct)).Where(client => client.User == Reader)];
}
