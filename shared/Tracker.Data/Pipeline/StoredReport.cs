using Tracker.Geo.Reports;

namespace Tracker.Data.Pipeline;

/// <summary>A stored report as consumers read it.</summary>
/// <param name="TrackerId">Whose.</param>
/// <param name="Position">Place in the shard.</param>
/// <param name="Fix">When and where.</param>
public readonly record struct StoredReport(long TrackerId, long Position, Fix Fix);
