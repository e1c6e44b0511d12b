using Tracker.Bench.Cluster;
using Tracker.Bench.Figures;
using Tracker.Bench.Routing;

namespace Tracker.Bench;

/// <summary>What routing costs: the decision, the scope, the guard of a token, the token itself.</summary>
internal static class RoutingBench
{
    private const double MostDecisionNanoseconds = 500;
    private const double MostAllocations = 1;
    private const double MostScopeMicroseconds = 5;
    private const double MostScopeBytes = 1_024;

    /// <param name="reads">How often each way of reading is timed; commits half as often.</param>
    /// <param name="board">Takes the figures.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task RunAsync(int reads, FigureBoard board, CancellationToken ct)
    {
        board.Say($"{reads:N0} reads each way; {Environment.ProcessorCount} processors for everything.");
        Decide(board);
        await using BenchCluster cluster = await BenchCluster.StartAsync(ct);
        await new ReadStage(cluster, board).RunAsync(reads, ct);
        await new CommitStage(cluster, board).RunAsync((reads + 1) / 2, ct);
        await LeaseAsync(cluster, board);
    }

    private static void Decide(FigureBoard board)
    {
        IReadOnlyDictionary<string, Cost> costs = MicroBenchmark.Run<DecisionBenchmark>();
        Cost decision = costs[nameof(DecisionBenchmark.Decide)];
        board.Say($"a decision {decision.Nanoseconds:F0} ns, {decision.Bytes:F0} bytes");
        board.Add("decision.nanoseconds", decision.Nanoseconds, Promise.OfBelow(MostDecisionNanoseconds));
        board.Add("decision.allocations", decision.Bytes / costs[nameof(DecisionBenchmark.Allocate)].Bytes, Promise.OfAtMost(MostAllocations));
    }

    private static async Task LeaseAsync(BenchCluster cluster, FigureBoard board)
    {
        ScopeBenchmark.Options = ScopedReads.Steady(cluster.Database.Options);
        Cost scope = MicroBenchmark.Run<ScopeBenchmark>()[nameof(ScopeBenchmark.LeaseAndReturnAsync)];
        double processor = await ScopeBenchmark.ProcessorMicrosecondsAsync();
        board.Say($"a scope, its context and its connection {scope.Nanoseconds / 1_000:F2} us ({processor:F2} us of processor time), {scope.Bytes:F0} bytes");
        board.Add("scope.microseconds", scope.Nanoseconds / 1_000, Promise.OfBelow(MostScopeMicroseconds));
        board.Add("scope.processorMicroseconds", processor);
        board.Add("scope.bytes", scope.Bytes, Promise.OfBelow(MostScopeBytes));
    }
}
