using System.Diagnostics.Metrics;
using Tracker.Data.Routing;

namespace Tracker.Data.Scopes;

/// <summary>The scopes' instruments (meter <c>Tracker.Data</c>).</summary>
internal static class ScopeMetrics
{
    private static readonly Meter Meter = new("Tracker.Data");
    private static readonly Counter<long> Opened = Meter.CreateCounter<long>("tracker.scopes", "{scope}", "Scopes opened, by the reason of their route.");
    private static readonly Counter<long> Retried = Meter.CreateCounter<long>("tracker.retries", "{attempt}", "Units of work that were run again.");

    public static void Open(RouteDecision route) =>
        Opened.Add(1, new KeyValuePair<string, object?>("role", route.Role.ToString()), new KeyValuePair<string, object?>("reason", route.Reason.ToString()));

    public static void Retry(string target) => Retried.Add(1, new KeyValuePair<string, object?>("target", target));
}
