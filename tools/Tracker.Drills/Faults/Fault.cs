namespace Tracker.Drills.Faults;

/// <summary>A fault that can be injected into a cluster and healed.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Description">The description in progress messages.</param>
/// <param name="InjectAsync">Injects the fault.</param>
/// <param name="HealAsync">Heals the fault; does nothing if it heals by itself.</param>
internal sealed record Fault(
    string Name,
    string Description,
    Func<FaultTarget, CancellationToken, Task> InjectAsync,
    Func<FaultTarget, CancellationToken, Task> HealAsync)
{
    /// <summary>The minimum duration for the fault to take effect; null if any duration will do.</summary>
    public Func<FaultTarget, TimeSpan>? MinimumDuration { get; init; }

    /// <summary>Whether the fault affects only one replica, so that connections to the other one must stay open.</summary>
    public bool AffectsOneReplica { get; init; }

    /// <summary>Whether the fault requires a private network.</summary>
    public bool RequiresPrivateNetwork { get; init; }

    public static Fault Of(
        string name,
        string description,
        Func<FaultTarget, CancellationToken, Task> inject,
        Func<FaultTarget, CancellationToken, Task>? heal = null) =>
        new(name, description, inject, heal ?? ((_, _) => Task.CompletedTask));

    public static Fault Of(string name, string description, Action<FaultTarget> inject, Action<FaultTarget>? heal = null) =>
        Of(name, description, Async(inject), heal is null ? null : Async(heal));

    private static Func<FaultTarget, CancellationToken, Task> Async(Action<FaultTarget> action) => (target, _) =>
    {
        action(target);
        return Task.CompletedTask;
    };
}
