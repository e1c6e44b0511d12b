using System.Diagnostics;

namespace Tracker.Tests;

/// <summary>Waits for a condition, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, double seconds = 60)
    {
        long started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started).TotalSeconds < seconds, $"Not within {seconds} s: {what}.");
            await Task.Delay(Poll);
        }
    }
}
