using Tracker.Geo.Reports;

namespace Tracker.Data.Pipeline;

/// <summary>A stored report as consumers read it.</summary>
/// <param name="TrackerId">The tracker.</param>
/// <param name="Position">Its position in the shard.</param>
/// <param name="Fix">Its time and place.</param>
public readonly record struct StoredReport(long TrackerId, long Position, Fix Fix);
