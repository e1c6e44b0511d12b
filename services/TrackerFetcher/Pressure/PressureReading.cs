namespace TrackerFetcher.Pressure;

/// <summary>How far behind the consumers and the replicas are.</summary>
/// <param name="Backlog">Reports that the slowest consumer has not processed.</param>
/// <param name="Lag">The lag of the replica that is least behind: a replica that is down must not stop the input.</param>
internal readonly record struct PressureReading(long Backlog, TimeSpan Lag)
{
    /// <summary>The pause of each batch: none up to the limits, then growing linearly to the longest pause at twice a limit.</summary>
    public TimeSpan Pause(PressureOptions options)
    {
        double excess = Math.Max(Share(Backlog, options.Backlog), Share(Lag.TotalSeconds, options.Lag.TotalSeconds)) - 1;
        return options.LongestPause * Math.Clamp(excess, 0, 1);
    }

    public override string ToString() => $"the slowest consumer is {Backlog} reports behind, the best replica {Lag.TotalSeconds:0.0} s";

    private static double Share(double value, double limit) => limit > 0 ? value / limit : 0;
}
