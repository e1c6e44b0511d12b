using System.Diagnostics.Metrics;
using Tracker.Data.Routing;

namespace Tracker.Data.Scopes;

/// <summary>The scopes' instruments (meter <c>Tracker.Data</c>).</summary>
internal static class ScopeMetrics
{
    private static readonly Meter Meter = new("Tracker.Data");
    private static readonly Counter<long> Opened = Meter.CreateCounter<long>("tracker.scopes", "{scope}", "Scopes opened, by the reason of their route.");
    private static readonly Counter<long> Retried = Meter.CreateCounter<long>("tracker.retries", "{attempt}", "Units of work that were run again.");
    private static readonly Histogram<double> Lasted = Meter.CreateHistogram<double>("tracker.scope.duration", "s", "How long scopes were open, by kind.");

    public static void Open(RouteDecision route) =>
        Opened.Add(1, new KeyValuePair<string, object?>("role", NodeRoles.Name(route.Role)), new KeyValuePair<string, object?>("reason", RouteReasons.Name(route.Reason)));

    public static void Close(RouteDecision route, TimeSpan lasted) => Lasted.Record(
        lasted.TotalSeconds,
        new KeyValuePair<string, object?>("kind", route.Reason == RouteReason.Write ? "write" : "read"),
        new KeyValuePair<string, object?>("role", NodeRoles.Name(route.Role)));

    public static void Retry(string target) => Retried.Add(1, new KeyValuePair<string, object?>("target", target));

    // Names are looked up, not made: ToString() of an enum's value allocates.
    private static class NodeRoles
    {
        private static readonly string[] Names = Enum.GetNames<NodeRole>();

        public static string Name(NodeRole role) => Names[(int)role];
    }

    private static class RouteReasons
    {
        private static readonly string[] Names = Enum.GetNames<RouteReason>();

        public static string Name(RouteReason reason) => Names[(int)reason];
    }
}
