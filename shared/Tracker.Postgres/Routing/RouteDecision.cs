using EFCore.ReadWriteSplitting.Health;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>Which server serves a scope, and why.</summary>
/// <param name="State">The server's state when the scope was opened.</param>
/// <param name="Reason">The reason for this server.</param>
/// <param name="Lag">The replica's lag at the last probe; null on a primary and if unknown.</param>
public sealed record RouteDecision(NodeState State, RouteReason Reason, ReplicationLag? Lag)
{
    /// <inheritdoc cref="NodeState.Node"/>
    public string Node => State.Node;

    /// <inheritdoc cref="NodeState.Role"/>
    public NodeRole Role => State.Role;

    /// <inheritdoc cref="NodeState.SystemId"/>
    public long SystemId => State.SystemId;

    /// <inheritdoc cref="NodeState.Timeline"/>
    public int? Timeline => State.Timeline;

    /// <inheritdoc cref="NodeState.Position"/>
    public NpgsqlLogSequenceNumber Position => State.Position;
}
