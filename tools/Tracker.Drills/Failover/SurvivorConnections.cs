using Tracker.Cluster.Nodes;

namespace Tracker.Drills.Failover;

/// <summary>Counts the readers' connections to a replica that a fault does not affect, before and during the fault.</summary>
internal sealed class SurvivorConnections(ClusterNode? survivor)
{
    private const string Reader = "tracker_read";

    private HashSet<PgBouncerClient> _before = [];

    /// <summary>Null if there is no such replica.</summary>
    public int? Before => survivor is null ? null : _before.Count;

    public int? Kept { get; private set; }

    public async Task CountBeforeAsync(CancellationToken ct)
    {
        if (survivor is not null)
        {
            _before = await ReadersAsync(survivor, ct);
        }
    }

    public async Task CountAfterAsync(CancellationToken ct)
    {
        if (survivor is not null)
        {
            Kept = (await ReadersAsync(survivor, ct)).Intersect(_before).Count();
        }
    }

    private static async Task<HashSet<PgBouncerClient>> ReadersAsync(ClusterNode node, CancellationToken ct) =>
        [.. (await node.PgBouncerClientsAsync(ct)).Where(client => client.User == Reader)];
}
