using Tracker.Bench.Cluster;
using Tracker.Bench.Figures;
using Tracker.Bench.Routing;

namespace Tracker.Bench;

/// <summary>Measures the cost of routing: the decision, the scope, the token check and the token itself.</summary>
internal static class RoutingBench
{
    private const double MaxDecisionNanoseconds = 500;
    private const double MaxAllocations = 1;
    private const double MaxScopeMicroseconds = 5;
    private const double MaxScopeBytes = 1_024;

    /// <param name="reads">The number of timed reads per variant; half as many commits.</param>
    /// <param name="report">Receives the figures.</param>
    /// <param name="ct">Cancels the operation.</param>
    public static async Task RunAsync(int reads, FigureReport report, CancellationToken ct)
    {
        report.WriteProgress($"{reads:N0} reads per variant; {Environment.ProcessorCount} processors in total.");
        Decide(report);
        await using BenchCluster cluster = await BenchCluster.StartAsync(ct);
        await new ReadStage(cluster, report).RunAsync(reads, ct);
        await new CommitStage(cluster, report).RunAsync((reads + 1) / 2, ct);
        await LeaseAsync(cluster, report);
    }

    private static void Decide(FigureReport report)
    {
        IReadOnlyDictionary<string, Cost> costs = MicroBenchmark.Run<DecisionBenchmark>();
        Cost decision = costs[nameof(DecisionBenchmark.Decide)];
        report.WriteProgress($"a decision {decision.Nanoseconds:F0} ns, {decision.Bytes:F0} bytes");
        report.Add("decision.nanoseconds", decision.Nanoseconds, Promise.OfBelow(MaxDecisionNanoseconds));
        report.Add(
            "decision.allocations", decision.Bytes / costs[nameof(DecisionBenchmark.Allocate)].Bytes, Promise.OfAtMost(MaxAllocations));
    }

    private static async Task LeaseAsync(BenchCluster cluster, FigureReport report)
    {
        ScopeBenchmark.Options = ScopedReads.Steady(cluster.Database.Options);
        Cost scope = MicroBenchmark.Run<ScopeBenchmark>()[nameof(ScopeBenchmark.LeaseAndReturnAsync)];
        double processor = await ScopeBenchmark.CpuMicrosecondsAsync();
        report.WriteProgress(
            $"a scope, its context and its connection {scope.Nanoseconds / 1_000:F2} us "
            + $"({processor:F2} us of CPU time), {scope.Bytes:F0} bytes");
        report.Add("scope.microseconds", scope.Nanoseconds / 1_000, Promise.OfBelow(MaxScopeMicroseconds));
        report.Add("scope.processorMicroseconds", processor);
        report.Add("scope.bytes", scope.Bytes, Promise.OfBelow(MaxScopeBytes));
    }
}
