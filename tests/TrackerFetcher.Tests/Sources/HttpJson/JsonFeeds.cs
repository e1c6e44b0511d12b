using System.Globalization;

namespace TrackerFetcher.Tests.Sources.HttpJson;

/// <summary>Vehicle positions of GTFS Realtime in JSON, nested as real feeds are.</summary>
internal static class JsonFeeds
{
    public const string Options = """
        {
          "items": "entity",
          "fields": {
            "tracker": "vehicle.vehicle.id",
            "time": "vehicle.timestamp",
            "latitude": "vehicle.position.latitude",
            "longitude": "vehicle.position.longitude"
          }
        }
        """;

    public static string City(int vehicles)
    {
        Random random = new(vehicles);
        return $$"""
            {
              "header": { "timestamp": 1735689600, "incrementality": 0, "gtfs_realtime_version": "1.0" },
              "entity": [
            {{string.Join(",\n", Enumerable.Range(0, vehicles).Select(i => Vehicle(i, random)))}}
              ]
            }
            """;
    }

    private static string Vehicle(int number, Random random)
    {
        string trip = random.Next(5) == 0 ? "0" : $"3677{random.Next(10_000)}";
        string route = random.Next(5) == 0 ? "" : $"{random.Next(300)}";
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "trip_update": null,
              "vehicle": {
                "vehicle": { "id": "{{number:D4}}", "label": "Bus \"{{number}}\" \u00fc" },
                "trip": { "trip_id": "{{trip}}", "route_id": "{{route}}" },
                "timestamp": {{1_735_689_600 - random.Next(4, 1_508)}},
                "position": {
                  "longitude": {{-70 - random.NextDouble():F7}},
                  "latitude": {{42 + random.NextDouble():F7}},
                  "bearing": {{random.Next(360)}}
                }
              },
              "is_deleted": false,
              "id": "1735689600_{{number:D4}}"
            }
            """);
    }
}
