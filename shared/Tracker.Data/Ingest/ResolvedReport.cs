using Tracker.Geo.Reports;

namespace Tracker.Data.Ingest;

/// <summary>A report whose tracker is registered.</summary>
/// <param name="TrackerId">The tracker.</param>
/// <param name="Shard">The shard that is stored with the tracker.</param>
/// <param name="Report">The report.</param>
internal readonly record struct ResolvedReport(long TrackerId, short Shard, NewReport Report);
