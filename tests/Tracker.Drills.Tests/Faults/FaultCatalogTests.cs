using Tracker.Drills.Failover;
using Tracker.Drills.Faults;

namespace Tracker.Drills.Tests.Faults;

public sealed class FaultCatalogTests
{
    [Fact]
    public void Fault_names_are_unique() =>
        Assert.Equal(FaultCatalog.Failover.Count, FailoverDrillOptions.Names.Distinct().Count());

    [Fact]
    public void Every_fault_name_is_documented()
    {
        string operations = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "operations.md"));
        Assert.All(FailoverDrillOptions.Names, name => Assert.Contains($"`{name}`", operations, StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_are_chosen_in_the_order_of_the_catalog() => Assert.Equal(
        ["switchover", "restart-haproxy"],
        new FailoverDrillOptions { Faults = ["restart-haproxy", "switchover"] }.Chosen.Select(fault => fault.Name));
}
