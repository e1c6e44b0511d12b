namespace Tracker.Drills.Visibility;

/// <summary>The result of one query on one server: two values, each incremented once per round by a separate client.</summary>
/// <param name="Began">When the query was sent (a timestamp of <see cref="TimeProvider"/>).</param>
/// <param name="Ended">When the result was received.</param>
/// <param name="First">The first value.</param>
/// <param name="Second">The second value.</param>
internal readonly record struct Sighting(long Began, long Ended, long First, long Second);
