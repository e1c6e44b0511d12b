using System.Text.Json;

namespace Tracker.Cluster.Nodes;

public enum NodeRole
{
    /// <summary>No Patroni says.</summary>
    Unknown,
    Primary,
    Replica,

    /// <summary>A replica whose word a synchronous commit waits for.</summary>
    SyncStandby,
}

/// <summary>What Patroni says of a node.</summary>
/// <param name="Name">node1, node2, ...</param>
/// <param name="Address">Its loopback address.</param>
/// <param name="Role">Its role in the cluster.</param>
/// <param name="State">Patroni's word: running, streaming, starting, stopped, ...; "unreachable" when it says nothing.</param>
/// <param name="Timeline">Of its WAL; null while unknown.</param>
/// <param name="LagBytes">WAL bytes behind the primary, as of Patroni's last loop; null on the primary and while unknown.</param>
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
