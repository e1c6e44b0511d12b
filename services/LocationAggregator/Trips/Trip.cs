using Tracker.Geo.Reports;

namespace LocationAggregator.Trips;

/// <summary>
/// The trip between two stays: from the report that closed the first stay to the report that begins the second. It depends
/// on all reports in between.
/// </summary>
/// <param name="From">The report that closed the previous stay.</param>
/// <param name="To">The first report of the next stay.</param>
/// <param name="FromLatitude">Degrees.</param>
/// <param name="FromLongitude">Degrees.</param>
/// <param name="ToLatitude">Degrees.</param>
/// <param name="ToLongitude">Degrees.</param>
/// <param name="DistanceMetres">The sum of the distances between consecutive reports, in metres.</param>
/// <param name="Points">The number of reports, both ends included.</param>
internal readonly record struct Trip(
    ReportKey From, ReportKey To, double FromLatitude, double FromLongitude, double ToLatitude, double ToLongitude, double DistanceMetres, int Points);
