namespace Tracker.Drills.Faults;

/// <summary>Something that goes wrong with a cluster, and is put right.</summary>
/// <param name="Name">As it is asked for on the command line.</param>
/// <param name="What">In words.</param>
/// <param name="MakeAsync">Makes it.</param>
/// <param name="HealAsync">Ends it; what heals by itself does nothing here.</param>
internal sealed record Fault(
    string Name, string What, Func<FaultSite, CancellationToken, Task> MakeAsync, Func<FaultSite, CancellationToken, Task> HealAsync)
{
    /// <summary>How long it must last to be what it says; null: as long as the drill likes.</summary>
    public Func<FaultSite, TimeSpan>? AtLeast { get; init; }

    /// <summary>It hits one replica and nothing else: the connections to the other one have no reason to end.</summary>
    public bool IsOfOneReplica { get; init; }

    /// <summary>It needs a network between the nodes that can be cut.</summary>
    public bool NeedsNetwork { get; init; }

    public static Fault Of(string name, string what, Func<FaultSite, CancellationToken, Task> make, Func<FaultSite, CancellationToken, Task>? heal = null) =>
        new(name, what, make, heal ?? ((_, _) => Task.CompletedTask));

    public static Fault Of(string name, string what, Action<FaultSite> make, Action<FaultSite>? heal = null) =>
        Of(name, what, Async(make), heal is null ? null : Async(heal));

    private static Func<FaultSite, CancellationToken, Task> Async(Action<FaultSite> action) => (site, _) =>
    {
        action(site);
        return Task.CompletedTask;
    };
}
