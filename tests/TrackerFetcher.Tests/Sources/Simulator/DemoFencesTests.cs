using System.Text.Json;
using TrackerFetcher.Sources.Simulator;

namespace TrackerFetcher.Tests.Sources.Simulator;

/// <summary>The demo shows stays and events because the simulated fleet stops inside its fences.</summary>
public sealed class DemoFencesTests
{
    private const double ParkingMetres = 40;
    private readonly Town _town = new(new SimulatorOptions().Latitude, new SimulatorOptions().Longitude);

    [Fact]
    public void Every_place_of_the_town_lies_well_within_a_fence()
    {
        JsonElement[] fences = [.. Fences()];

        Assert.Equal(14, fences.Length);
        Assert.Equal(14, fences.Select(f => f.GetProperty("id").GetString()).Distinct().Count());
        foreach (Spot place in Town.Places)
        {
            Assert.Contains(fences, fence => Enumerable.Range(0, 16).All(step =>
            {
                double angle = step * Math.Tau / 16;
                Spot parked = place + new Spot(ParkingMetres * Math.Cos(angle), ParkingMetres * Math.Sin(angle));
                return Holds(fence, _town.LatitudeOf(parked), _town.LongitudeOf(parked));
            }));
        }
    }

    private static IEnumerable<JsonElement> Fences()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Services.sln")))
        {
            folder = folder.Parent;
        }

        string json = File.ReadAllText(Path.Combine(folder!.FullName, "deploy", "demo", "fences.geojson"));
        return JsonDocument.Parse(json).RootElement.GetProperty("features").EnumerateArray();
    }

    private static bool Holds(JsonElement fence, double latitude, double longitude)
    {
        JsonElement geometry = fence.GetProperty("geometry");
        JsonElement coordinates = geometry.GetProperty("coordinates");
        if (geometry.GetProperty("type").GetString() == "Point")
        {
            double east = (longitude - coordinates[0].GetDouble()) * 111_195 * Math.Cos(latitude * Math.PI / 180);
            double north = (latitude - coordinates[1].GetDouble()) * 111_195;
            return Math.Sqrt((east * east) + (north * north)) < fence.GetProperty("properties").GetProperty("radius_m").GetDouble();
        }

        // Even-odd over all rings: a hole is out.
        bool isInside = false;
        foreach (JsonElement ring in coordinates.EnumerateArray())
        {
            for (int i = 1; i < ring.GetArrayLength(); i++)
            {
                (double x1, double y1) = (ring[i - 1][0].GetDouble(), ring[i - 1][1].GetDouble());
                (double x2, double y2) = (ring[i][0].GetDouble(), ring[i][1].GetDouble());
                if ((y1 > latitude) != (y2 > latitude) && longitude < x1 + ((latitude - y1) / (y2 - y1) * (x2 - x1)))
                {
                    isInside = !isInside;
                }
            }
        }

        return isInside;
    }
}
