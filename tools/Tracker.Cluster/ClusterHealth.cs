using Npgsql;
using Tracker.Cluster.Nodes;
using Tracker.Cluster.Primitives;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster;

/// <summary>The health of the cluster according to Patroni, HAProxy and PostgreSQL.</summary>
internal sealed class ClusterHealth(LocalCluster cluster)
{
    /// <summary>Every node as reported by Patroni.</summary>
    public async Task<IReadOnlyList<NodeStatus>> NodesAsync(CancellationToken ct)
    {
        IReadOnlyList<NodeStatus>?[] answers = await Task.WhenAll(
            cluster.Nodes.Select(node => cluster.Patroni.MembersAsync(node.Patroni, ct)));
        IReadOnlyList<NodeStatus> members = answers.Where(answer => answer is not null).MaxBy(answer => answer!.Count) ?? [];
        return [.. cluster.Nodes.Select((node, index) =>
        {
            NodeStatus? member = members.FirstOrDefault(member => member.Name == node.Name);
            return member is null || answers[index] is null
                ? new NodeStatus(node.Name, node.Address, NodeRole.Unknown, "unreachable", null, null)
                : member with { Address = node.Address };
        })];
    }

    public async Task<ClusterNode> WaitForPrimaryAsync(TimeSpan deadline, CancellationToken ct)
    {
        ClusterNode? primary = null;
        await Condition.WaitAsync("No node became the primary", deadline, async token =>
        {
            bool[] answers = await Task.WhenAll(cluster.Nodes.Select(node => cluster.Patroni.IsPrimaryAsync(node.Patroni, token)));
            primary = cluster.Nodes.Zip(answers).Where(pair => pair.Second).Select(pair => pair.First).FirstOrDefault();
            return primary is null ? $"no Patroni reports a primary; {LogFile.Tail(cluster.LogOf(cluster.Nodes[0].PatroniProcess))}" : null;
        }, ct);
        return primary!;
    }

    public Task WaitAsync(int replicas, TimeSpan deadline, CancellationToken ct)
    {
        return Condition.WaitAsync("The cluster did not become healthy", deadline, async token =>
            Obstacle(await NodesAsync(token), replicas)
                ?? await ProxyObstacleAsync(replicas, token)
                ?? await WriteObstacleAsync(token), ct);
    }

    /// <summary>Why the cluster is not healthy according to Patroni; null if it is.</summary>
    internal string? Obstacle(IReadOnlyList<NodeStatus> nodes, int replicas)
    {
        if (nodes.FirstOrDefault(node => node.Role == NodeRole.Primary) is not { IsRunning: true } primary)
            return $"no primary runs ({Describe(nodes)}); {LogFile.Tail(cluster.LogOf(cluster.Nodes[0].PatroniProcess))}";
        List<NodeStatus> following =
        [
            .. nodes.Where(
                node => node.Role is NodeRole.Replica or NodeRole.SyncStandby && node.IsRunning && node.Timeline == primary.Timeline),
        ];
        if (following.Count < replicas)
        {
            string behind = nodes.First(node => node != primary && !following.Contains(node)).Name;
            return $"{following.Count} of {replicas} replicas follow the primary ({Describe(nodes)}); {LogFile.Tail(cluster.LogOf($"{behind}-patroni"))}";
        }

        return replicas > 0 && cluster.Options.SynchronousMode && following.TrueForAll(node => node.Role != NodeRole.SyncStandby)
            ? $"no replica is a synchronous standby yet ({Describe(nodes)})"
            : null;
    }

    private static string Describe(IEnumerable<NodeStatus> nodes) =>
        string.Join(", ", nodes.Select(node => $"{node.Name} {node.Role} {node.State} timeline {node.Timeline}"));

    private async Task<string?> ProxyObstacleAsync(int replicas, CancellationToken ct)
    {
        if (await cluster.ProxyStats.UpAsync("write", ct) is not { } writers || await cluster.ProxyStats.UpAsync("read", ct) is not { } readers)
            return $"HAProxy does not answer; {LogFile.Tail(cluster.LogOf(ClusterProcessSpecs.Proxy))}";
        int serving = readers.Count(name => cluster.Nodes.Any(node => node.Name == name));
        if (writers.Count != 1)
            return $"HAProxy has {writers.Count} servers for writes";
        return serving < replicas ? $"HAProxy has {serving} of {replicas} replicas for reads" : null;
    }

    private async Task<string?> WriteObstacleAsync(CancellationToken ct)
    {
        try
        {
            await using NpgsqlConnection connection = new(cluster.WriteConnectionString);
            await connection.OpenAsync(ct);
            await using NpgsqlCommand command = new("SELECT pg_is_in_recovery()", connection);
            return await command.ExecuteScalarAsync(ct) is false ? null : "the write port connects to a replica";
        }
        catch (NpgsqlException refused)
        {
            return $"the write port refused the connection: {refused.Message}";
        }
    }
}
