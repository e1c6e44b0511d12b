using EFCore.ReadWriteSplitting.Configuration;

namespace EFCore.ReadWriteSplitting.Health;

/// <summary>A node's health, and the number of consecutive observations that suggest another one.</summary>
internal readonly record struct HealthVerdict(NodeHealth State, NodeHealth Suggested, int Streak)
{
    public static HealthVerdict Start { get; } = new(NodeHealth.Unknown, NodeHealth.Unknown, 0);
}

/// <summary>What is known of a node at one moment.</summary>
/// <param name="Answered">Whether the node answered lately; null if it could not be asked, because the proxy leads to other nodes.</param>
/// <param name="Lag">The lag that the node or the primary reports; null if neither can be observed.</param>
internal readonly record struct HealthObservation(bool? Answered, ReplicationLag? Lag)
{
    public static HealthObservation NoAnswer { get; } = new(Answered: false, null);
}

/// <summary>
/// The rules of node health. The state changes only after several consecutive observations that suggest the same new state. A lagging
/// replica becomes healthy only below half of the limits (hysteresis).
/// </summary>
internal static class HealthRules
{
    private const int ObservationsUntilOffline = 2;
    private const int ObservationsUntilBack = 2;
    private const int ObservationsUntilLagging = 2;
    private const int ObservationsUntilCaughtUp = 3;

    public static HealthVerdict Next(HealthVerdict verdict, HealthObservation seen, LagLimits limits)
    {
        NodeHealth suggested = Suggest(verdict.State, seen, limits);
        if (suggested == verdict.State)
        {
            return new HealthVerdict(verdict.State, verdict.State, 0);
        }

        int streak = suggested == verdict.Suggested ? verdict.Streak + 1 : 1;
        return streak >= Needed(verdict.State, suggested)
            ? new HealthVerdict(suggested, suggested, 0)
            : new HealthVerdict(verdict.State, suggested, streak);
    }

    /// <summary>Whether the lag should be logged as a warning, even if the replica is still healthy.</summary>
    public static bool IsWorthWarning(ReplicationLag lag, LagLimits limits) => lag.Bytes >= limits.WarnBytes || IsOver(lag, limits, 1);

    private static NodeHealth Suggest(NodeHealth state, HealthObservation seen, LagLimits limits) => seen switch
    {
        { Answered: false } => NodeHealth.Offline,
        // Only an answer of its own shows that an offline node can serve again.
        { Answered: null } when state == NodeHealth.Offline => NodeHealth.Offline,
        // It had not caught up when it was last seen: still no better than others.
        { Lag: null } when state == NodeHealth.Lagging => NodeHealth.Lagging,
        { Lag: null } => NodeHealth.Unknown,
        { Lag: { } lag } when IsOver(lag, limits, state == NodeHealth.Lagging ? 2 : 1) => NodeHealth.Lagging,
        // That the primary finds it up to date does not show that it would serve a read.
        { Answered: null } => NodeHealth.Unknown,
        _ => NodeHealth.Healthy,
    };

    private static int Needed(NodeHealth from, NodeHealth to) => (from, to) switch
    {
        (_, NodeHealth.Offline) => ObservationsUntilOffline,
        (NodeHealth.Offline, _) => ObservationsUntilBack,
        (_, NodeHealth.Lagging) => ObservationsUntilLagging,
        (NodeHealth.Lagging, _) => ObservationsUntilCaughtUp,
        _ => 1,
    };

    // A few bytes for a long time: replay is paused. Without bytes there is nothing to replay, so the time does not matter.
    private static bool IsOver(ReplicationLag lag, LagLimits limits, int divisor) =>
        lag.Bytes >= limits.LaggingBytes / divisor || (lag.Bytes > 0 && lag.Time >= limits.LaggingTime / divisor);
}
