using System.Reflection;

namespace Tracker.Architecture.Tests;

/// <summary>The project's assemblies by name, with the namespace that each begins with.</summary>
internal static class ProjectAssemblies
{
    public static readonly IReadOnlyDictionary<string, string> Namespaces = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["EFCore.ReadWriteSplitting"] = "EFCore.ReadWriteSplitting",
        ["Tracker.Geo"] = "Tracker.Geo",
        ["Tracker.Data"] = "Tracker.Data",
        ["Tracker.Hosting"] = "Tracker.Hosting",
        ["TrackerFetcher"] = "TrackerFetcher",
        ["LocationAggregator"] = "LocationAggregator",
        ["TrackerStatus"] = "TrackerStatus",
        ["GeofenceProcessor"] = "GeofenceProcessor",
        ["Tracker.Cluster"] = "Tracker.Cluster",
        ["Tracker.Drills"] = "Tracker.Drills",
        ["Tracker.Cli"] = "Tracker.Cli",
    };

    public static IEnumerable<string> Names => Namespaces.Keys;

    public static Assembly Load(string name) => Assembly.Load(name);

    /// <summary>The project's assemblies that an assembly references.</summary>
    public static IEnumerable<string> ReferencesOf(string name) =>
        Load(name).GetReferencedAssemblies().Select(reference => reference.Name!).Where(Namespaces.ContainsKey);
}
