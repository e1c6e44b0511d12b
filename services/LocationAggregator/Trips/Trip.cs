using Tracker.Geo.Reports;

namespace LocationAggregator.Trips;

/// <summary>The way from one stay to the next: from the report that closed the one to the report that begins the other. It rests on all reports from one to the other.</summary>
/// <param name="From">The report that closed the stay before.</param>
/// <param name="To">The first report of the stay after.</param>
/// <param name="FromLatitude">Degrees.</param>
/// <param name="FromLongitude">Degrees.</param>
/// <param name="ToLatitude">Degrees.</param>
/// <param name="ToLongitude">Degrees.</param>
/// <param name="DistanceMetres">From report to report.</param>
/// <param name="Points">How many reports, both ends included.</param>
internal readonly record struct Trip(
    ReportKey From, ReportKey To, double FromLatitude, double FromLongitude, double ToLatitude, double ToLongitude, double DistanceMetres, int Points);
