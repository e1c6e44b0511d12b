using System.Globalization;
using System.Xml.Linq;
using Tracker.Geo.Reports;
using Tracker.Tests;

namespace LocationAggregator.Tests.Stays;

/// <summary>One bus ride in Limerick, a point about every two seconds (movingpandas tutorials).</summary>
internal static class Limerick
{
    public static List<Fix> Ride()
    {
        XNamespace gpx = "http://www.topografix.com/GPX/1/1";
        return
        [
            .. XDocument.Load(RealData.Path("gpx", "limerick-bus-304_2019-02-18.gpx")).Descendants(gpx + "trkpt")
                .Select(point => Report(
                    point.Element(gpx + "time")!.Value, (string)point.Attribute("lat")!, (string)point.Attribute("lon")!))
                .DistinctBy(fix => fix.Key)
                .OrderBy(fix => fix.Key),
        ];
    }

    private static Fix Report(string time, string latitude, string longitude)
    {
        NewReport report = new()
        {
            TrackerKey = "304",
            RecordedAt = CapMetro.Utc(time),
            Latitude = double.Parse(latitude, CultureInfo.InvariantCulture),
            Longitude = double.Parse(longitude, CultureInfo.InvariantCulture),
        };
        return new Fix(new ReportKey(report.RecordedAt, report.Fingerprint()), report.Latitude, report.Longitude);
    }
}
