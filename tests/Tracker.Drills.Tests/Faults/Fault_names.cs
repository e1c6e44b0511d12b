using Tracker.Drills.Failover;
using Tracker.Drills.Faults;

namespace Tracker.Drills.Tests.Faults;

public sealed class Fault_names
{
    [Fact]
    public void Are_each_that_of_one_fault() =>
        Assert.Equal(FaultCatalog.OfFailovers.Count, FailoverDrillOptions.Names.Distinct().Count());

    [Fact]
    public void Are_all_in_the_documentation()
    {
        string operations = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "operations.md"));
        Assert.All(FailoverDrillOptions.Names, name => Assert.Contains($"`{name}`", operations, StringComparison.Ordinal));
    }

    [Fact]
    public void Choose_faults_in_the_catalogs_order() => Assert.Equal(
        ["switchover", "restart-haproxy"],
        new FailoverDrillOptions { Faults = ["restart-haproxy", "switchover"] }.Chosen.Select(fault => fault.Name));
}
