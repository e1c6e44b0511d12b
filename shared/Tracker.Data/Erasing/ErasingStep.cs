namespace Tracker.Data.Erasing;

/// <summary>The progress of one part of an erasure; reported once it is durable.</summary>
/// <param name="What">A consumer that has to pass the tracker's last report, or a table whose rows are deleted or blanked.</param>
/// <param name="Done">Positions, or rows.</param>
/// <param name="Total">The total; null where it is unknown.</param>
public readonly record struct ErasingStep(string What, long Done, long? Total = null);
