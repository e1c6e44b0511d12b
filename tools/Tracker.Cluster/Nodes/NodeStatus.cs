using System.Text.Json;

namespace Tracker.Cluster.Nodes;

public enum NodeRole
{
    /// <summary>Patroni reports no role.</summary>
    Unknown,
    Primary,
    Replica,

    /// <summary>A replica that synchronous commits wait for.</summary>
    SyncStandby,
}

/// <summary>The status of a node as reported by Patroni.</summary>
/// <param name="Name">node1, node2, ...</param>
/// <param name="Address">The IP address.</param>
/// <param name="Role">The role in the cluster.</param>
/// <param name="State">Patroni's state: running, streaming, starting, stopped, ...; "unreachable" if Patroni does not answer.</param>
/// <param name="Timeline">The timeline; null while unknown.</param>
/// <param name="LagBytes">The replication lag in bytes as of Patroni's last loop; null on the primary and while unknown.</param>
public sealed record NodeStatus(string Name, string Address, NodeRole Role, string State, int? Timeline, long? LagBytes)
{
    public bool IsRunning => State is "running" or "streaming";

    internal static NodeStatus Parse(JsonElement member)
    {
        NodeRole role = member.GetProperty("role").GetString() switch
        {
            "leader" or "master" or "primary" => NodeRole.Primary,
            "sync_standby" => NodeRole.SyncStandby,
            "replica" => NodeRole.Replica,
            _ => NodeRole.Unknown,
        };
        return new NodeStatus(
            member.GetProperty("name").GetString()!,
            member.TryGetProperty("host", out JsonElement host) ? host.GetString()! : "",
            role,
            member.GetProperty("state").GetString()!,
            Number(member, "timeline") is { } timeline ? (int)timeline : null,
            Number(member, "lag"));
    }

    private static long? Number(JsonElement member, string name) =>
        member.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;
}
