namespace Tracker.Data.Erasing;

/// <summary>How far one part of an erasure is; what is told is durable.</summary>
/// <param name="What">A consumer that has to pass the tracker's last report, or a table whose rows go or are blanked.</param>
/// <param name="Done">Positions, or rows.</param>
/// <param name="Total">Of how many; null: nobody has counted.</param>
public readonly record struct ErasingStep(string What, long Done, long? Total = null);
