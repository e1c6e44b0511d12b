namespace Tracker.Drills.Visibility;

/// <summary>What one statement saw on one server: two values, each raised by one in every round by a client of its own.</summary>
/// <param name="Began">When it was sent (a timestamp of <see cref="TimeProvider"/>).</param>
/// <param name="Ended">When its answer was there.</param>
/// <param name="First">The one value.</param>
/// <param name="Second">The other value.</param>
internal readonly record struct Sighting(long Began, long Ended, long First, long Second);
