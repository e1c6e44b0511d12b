using System.Diagnostics.Metrics;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>Counts a database's scopes for its statistics and its meter, without allocations.</summary>
internal sealed class ScopeMetrics
{
    private static readonly string[] Roles = [.. Enum.GetValues<NodeRole>().Select(StatisticsLabel.Of)];
    private static readonly string[] Reasons = [.. Enum.GetValues<RouteReason>().Select(StatisticsLabel.Of)];
    private static readonly string[] Kinds = [.. Enum.GetValues<ScopeKind>().Select(StatisticsLabel.Of)];

    private readonly long[] _opened = new long[Reasons.Length * Roles.Length];
    private readonly DurationCounts[] _lasted = [.. Kinds.Select(_ => new DurationCounts())];
    private readonly Counter<long> _scopes;
    private readonly Counter<long> _retried;
    private readonly Histogram<double> _durations;
    private long _retries;

    public ScopeMetrics(Meter meter)
    {
        _scopes = meter.CreateCounter<long>("tracker.scopes", "{scope}", "Scopes opened, by the reason of their route and the server's role.");
        _retried = meter.CreateCounter<long>("tracker.retries", "{attempt}", "Retries of units of work.");
        _durations = meter.CreateHistogram(
            "tracker.scope.duration", "s", "How long scopes were open, by kind.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationCounts.Bounds });
    }

    public long Retries => Interlocked.Read(ref _retries);

    public void Open(RouteDecision route)
    {
        Interlocked.Increment(ref _opened[((int)route.Reason * Roles.Length) + (int)route.Role]);
        _scopes.Add(
            1, new KeyValuePair<string, object?>("reason", Reasons[(int)route.Reason]), new KeyValuePair<string, object?>("role", Roles[(int)route.Role]));
    }

    public void Close(RouteDecision route, TimeSpan lasted)
    {
        int kind = (int)(route.Reason == RouteReason.Write ? ScopeKind.Write : ScopeKind.Read);
        _lasted[kind].Add(lasted);
        _durations.Record(
            lasted.TotalSeconds, new KeyValuePair<string, object?>("kind", Kinds[kind]), new KeyValuePair<string, object?>("role", Roles[(int)route.Role]));
    }

    public void Retry(ScopeKind kind)
    {
        Interlocked.Increment(ref _retries);
        _retried.Add(1, new KeyValuePair<string, object?>("kind", Kinds[(int)kind]));
    }

    /// <summary>Opened scopes by reason and role, without pairs that never occurred.</summary>
    public IReadOnlyList<RouteStatistics> Routes() =>
    [
        .. _opened
            .Select((_, at) => new RouteStatistics((RouteReason)(at / Roles.Length), (NodeRole)(at % Roles.Length), Interlocked.Read(ref _opened[at])))
            .Where(route => route.Scopes > 0),
    ];

    public IReadOnlyList<DurationStatistics> Durations() => [.. _lasted.Select((counts, kind) => counts.Read((ScopeKind)kind))];
}
