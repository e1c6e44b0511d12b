namespace GeofenceProcessor.Fences;

/// <summary>A change of a fence, as one of its versions records it.</summary>
/// <param name="FenceId">The fence.</param>
/// <param name="Revision">The revision of the change; later changes have greater ones.</param>
/// <param name="AffectsFrom">The earliest event time, UTC, at which the change can alter an event.</param>
internal readonly record struct FenceChange(long FenceId, long Revision, DateTime AffectsFrom);
