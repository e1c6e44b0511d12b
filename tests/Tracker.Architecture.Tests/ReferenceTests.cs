namespace Tracker.Architecture.Tests;

/// <summary>Which project may use which: references run one way.</summary>
public sealed class ReferenceTests
{
    private static readonly string[] Libraries = ["EFCore.ReadWriteSplitting", "Tracker.Geo", "Tracker.Data"];

    public static TheoryData<string, string[]> Allowed() => new()
    {
        { "EFCore.ReadWriteSplitting", [] },
        { "Tracker.Geo", [] },
        { "Tracker.Data", ["EFCore.ReadWriteSplitting", "Tracker.Geo"] },
        { "Tracker.Hosting", Libraries },
        { "TrackerFetcher", [.. Libraries, "Tracker.Hosting"] },
        { "LocationAggregator", [.. Libraries, "Tracker.Hosting"] },
        { "TrackerStatus", [.. Libraries, "Tracker.Hosting"] },
        { "GeofenceProcessor", [.. Libraries, "Tracker.Hosting"] },
        { "Tracker.Cluster", [] },
        { "Tracker.Drills", [.. Libraries, "Tracker.Cluster"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_project_references_only_the_projects_below_it(string project, string[] allowed) =>
        Assert.Empty(ProjectAssemblies.ReferencesOf(project).Except(allowed));

    [Fact]
    public void Tracker_Geo_references_no_package() =>
        Assert.All(
            ProjectAssemblies.Load("Tracker.Geo").GetReferencedAssemblies(),
            reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    [Fact]
    public void No_project_references_the_command_line() =>
        Assert.DoesNotContain("Tracker.Cli", ProjectAssemblies.Names.SelectMany(ProjectAssemblies.ReferencesOf));
}
