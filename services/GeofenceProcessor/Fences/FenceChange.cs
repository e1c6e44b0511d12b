namespace GeofenceProcessor.Fences;

/// <summary>A change of a fence, as one of its versions tells it.</summary>
/// <param name="FenceId">The fence.</param>
/// <param name="Revision">Ascending over all changes.</param>
/// <param name="AffectsFrom">The earliest event time, UTC, whose judgement it can alter.</param>
internal readonly record struct FenceChange(long FenceId, long Revision, DateTime AffectsFrom);
