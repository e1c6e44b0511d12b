namespace Tracker.Data.Fences;

/// <summary>The result of an import.</summary>
/// <param name="Added">New fences.</param>
/// <param name="Changed">
/// Fences that got a new version: another shape or margin, other terms or trackers, or a fence that had ended and is open again.
/// </param>
/// <param name="Unchanged">Fences that are the same; a new name does not count as a change.</param>
public sealed record FenceImport(int Added, int Changed, int Unchanged);
