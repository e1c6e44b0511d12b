using EFCore.ReadWriteSplitting.Health;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>Which server serves a scope, and why.</summary>
/// <param name="State">What the server said of itself when the scope opened.</param>
/// <param name="Reason">Why this server.</param>
/// <param name="Lag">How far behind the monitor last saw the replica; null on a primary, and where it was not seen yet.</param>
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
