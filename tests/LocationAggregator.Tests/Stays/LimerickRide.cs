using System.Globalization;
using System.Xml.Linq;
using Tracker.Tests;
using Tracker.Tests.Oracle;

namespace LocationAggregator.Tests.Stays;

/// <summary>One bus ride in Limerick, a point about every two seconds (movingpandas tutorials).</summary>
internal static class LimerickRide
{
    private static readonly XNamespace Gpx = "http://www.topografix.com/GPX/1/1";

    public static IEnumerable<OracleReport> Read(string name) =>
        XDocument.Load(RealData.Path("gpx", $"{name}.gpx")).Descendants(Gpx + "trkpt").Select(point => new OracleReport(
            name,
            DateTimeOffset.Parse(point.Element(Gpx + "time")!.Value, CultureInfo.InvariantCulture).UtcDateTime,
            double.Parse((string)point.Attribute("lat")!, CultureInfo.InvariantCulture),
            double.Parse((string)point.Attribute("lon")!, CultureInfo.InvariantCulture)));
}
