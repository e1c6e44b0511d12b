using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Tracker.Bench.Routing;

/// <summary>What BenchmarkDotNet made of one method.</summary>
/// <param name="Nanoseconds">The median of a call.</param>
/// <param name="Bytes">Allocated by a call.</param>
internal readonly record struct Cost(double Nanoseconds, double Bytes);

/// <summary>Runs a class of benchmarks by BenchmarkDotNet, in this process: a project of its own would have to be restored.</summary>
internal static class MicroBenchmark
{
    // More than a short run's three, so that the median bears a busy machine.
    private const int Iterations = 15;

    /// <returns>The costs by the methods' names.</returns>
    /// <exception cref="BenchException">One of them failed.</exception>
    public static IReadOnlyDictionary<string, Cost> Run<T>()
    {
        string artifacts = Directory.CreateTempSubdirectory("tracker-bench-").FullName;
        try
        {
            AccumulationLogger log = new();
            Summary summary = BenchmarkRunner.Run<T>(ManualConfig.CreateEmpty()
                .AddJob(Job.ShortRun.WithIterationCount(Iterations).WithToolchain(InProcessEmitToolchain.Instance))
                .AddDiagnoser(MemoryDiagnoser.Default)
                .AddColumnProvider(DefaultColumnProviders.Instance)
                .AddLogger(log)
                .WithArtifactsPath(artifacts));
            return summary.Reports.ToDictionary(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name, report => CostOf(report, log), StringComparer.Ordinal);
        }
        finally
        {
            Directory.Delete(artifacts, recursive: true);
        }
    }

    private static Cost CostOf(BenchmarkReport report, AccumulationLogger log) =>
        report is { Success: true, ResultStatistics: { } statistics } && report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) is { } bytes
            ? new Cost(statistics.Median, bytes)
            : throw new BenchException($"BenchmarkDotNet could not run {report.BenchmarkCase.DisplayInfo}:{Environment.NewLine}{log.GetLog()}");
}
