namespace EFCore.ReadWriteSplitting.Health;

/// <summary>A lag, and when it was observed.</summary>
/// <param name="Lag">The lag.</param>
/// <param name="At">The time on the monitor's clock.</param>
internal readonly record struct ObservedLag(ReplicationLag Lag, TimeSpan At);
