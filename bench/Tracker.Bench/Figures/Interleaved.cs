using System.Diagnostics;

namespace Tracker.Bench.Figures;

/// <summary>Several ways to do the same, timed in turn, so that what the machine does beside them falls on all alike.</summary>
internal static class Interleaved
{
    /// <summary>In each round every way runs for one block; another way begins it each time.</summary>
    /// <param name="times">How often each way runs; a tenth more before that does not count.</param>
    /// <param name="block">How often it runs at a stretch.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="ways">Each runs once and says how long it took.</param>
    /// <returns>The median of each way, in microseconds.</returns>
    public static async Task<double[]> MediansAsync(int times, int block, CancellationToken ct, params Func<CancellationToken, Task<TimeSpan>>[] ways)
    {
        double[][] taken = [.. ways.Select(_ => new double[times])];
        int warmUp = times / 10;
        for (int done = -warmUp, round = 0; done < times; done += block, round++)
        {
            for (int turn = 0; turn < ways.Length; turn++)
            {
                int way = (round + turn) % ways.Length;
                for (int i = done; i < Math.Min(done + block, times); i++)
                {
                    double elapsed = (await ways[way](ct)).TotalMicroseconds;
                    if (i >= 0)
                        taken[way][i] = elapsed;
                }
            }
        }

        return [.. taken.Select(Median)];
    }

    /// <summary>A way all of which is timed.</summary>
    public static Func<CancellationToken, Task<TimeSpan>> Whole(Func<CancellationToken, Task> work) => async ct =>
    {
        long started = Stopwatch.GetTimestamp();
        await work(ct);
        return Stopwatch.GetElapsedTime(started);
    };

    private static double Median(double[] values)
    {
        Array.Sort(values);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
