using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Tracker.Bench.Figures;

namespace Tracker.Bench.Routing;

/// <summary>The cost of a method according to BenchmarkDotNet.</summary>
/// <param name="Nanoseconds">The median duration of a call.</param>
/// <param name="Bytes">The bytes allocated by a call.</param>
internal readonly record struct Cost(double Nanoseconds, double Bytes);

/// <summary>Runs a benchmark class with BenchmarkDotNet in this process, since a separate project would have to be restored.</summary>
internal static class MicroBenchmark
{
    // More than the three of a short run, so that the median is stable on a busy machine.
    private const int Iterations = 15;

    /// <returns>The costs by method name.</returns>
    /// <exception cref="BenchException">A benchmark failed.</exception>
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
            return summary.Reports.ToDictionary(
                report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name, report => CostOf(report, log), StringComparer.Ordinal);
        }
        finally
        {
            Directory.Delete(artifacts, recursive: true);
        }
    }

    private static Cost CostOf(BenchmarkReport report, AccumulationLogger log) =>
        report is { Success: true, ResultStatistics: { } statistics }
            && report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) is { } bytes
            ? new Cost(statistics.Median, bytes)
            : throw new BenchException(
                $"BenchmarkDotNet could not run {report.BenchmarkCase.DisplayInfo}:{Environment.NewLine}{log.GetLog()}");
}
