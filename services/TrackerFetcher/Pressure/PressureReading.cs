namespace TrackerFetcher.Pressure;

/// <summary>How far behind is what follows the fetcher.</summary>
/// <param name="Backlog">Reports that the slowest consumer has not processed.</param>
/// <param name="Lag">Of the replica that is least behind: one that is down must not stop the input.</param>
internal readonly record struct PressureReading(long Backlog, TimeSpan Lag)
{
    /// <summary>How long each batch is to wait: nothing up to the limits, then more and more, all of it at twice a limit.</summary>
    public TimeSpan Pause(PressureSettings settings)
    {
        double excess = Math.Max(Of(Backlog, settings.Backlog), Of(Lag.TotalSeconds, settings.Lag.TotalSeconds)) - 1;
        return settings.LongestPause * Math.Clamp(excess, 0, 1);
    }

    public override string ToString() => $"the slowest consumer is {Backlog} reports behind, the best replica {Lag.TotalSeconds:0.0} s";

    private static double Of(double value, double limit) => limit > 0 ? value / limit : 0;
}
