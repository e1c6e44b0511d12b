namespace Tracker.Data.Fences;

/// <summary>What an import did.</summary>
/// <param name="Added">Fences that were not there.</param>
/// <param name="Changed">Fences that got a new version: another shape or margin, other terms or trackers, or open again after an end.</param>
/// <param name="Unchanged">Fences that are as given; a new name does not count as a change.</param>
public sealed record FenceImport(int Added, int Changed, int Unchanged);
