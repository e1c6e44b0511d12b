using System.Diagnostics;

namespace Tracker.Bench.Figures;

/// <summary>Times several variants alternately, so that the load of the machine affects all of them equally.</summary>
internal static class Interleaved
{
    /// <summary>Runs one block of each variant per round. Each round starts with a different variant.</summary>
    /// <param name="times">The number of runs per variant, after a tenth as many warm-up runs.</param>
    /// <param name="block">The number of consecutive runs.</param>
    /// <param name="ct">Cancels the operation.</param>
    /// <param name="variants">The variants. Each runs once and returns the elapsed time.</param>
    /// <returns>The median of each variant, in microseconds.</returns>
    public static async Task<double[]> MediansAsync(
        int times, int block, CancellationToken ct, params Func<CancellationToken, Task<TimeSpan>>[] variants)
    {
        double[][] taken = [.. variants.Select(_ => new double[times])];
        int warmUp = times / 10;
        for (int done = -warmUp, round = 0; done < times; done += block, round++)
        {
            for (int turn = 0; turn < variants.Length; turn++)
            {
                int variant = (round + turn) % variants.Length;
                for (int i = done; i < Math.Min(done + block, times); i++)
                {
                    double elapsed = (await variants[variant](ct)).TotalMicroseconds;
                    if (i >= 0)
                        taken[variant][i] = elapsed;
                }
            }
        }

        return [.. taken.Select(Median.Of)];
    }

    /// <summary>A variant that is timed as a whole.</summary>
    public static Func<CancellationToken, Task<TimeSpan>> Whole(Func<CancellationToken, Task> work) => async ct =>
    {
        long started = Stopwatch.GetTimestamp();
        await work(ct);
        return Stopwatch.GetElapsedTime(started);
    };
}
