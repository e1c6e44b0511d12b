using System.Text.Json;
using LocationAggregator.Horizon;
using LocationAggregator.Stays;
using LocationAggregator.Trips;
using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Horizon;

/// <summary>The column <c>stay_horizons.state</c> holds this JSON, so its names must not change.</summary>
public sealed class HorizonStateJsonTests
{
    private static readonly ReportKey Key = new(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), 1);

    private static readonly HorizonState State = new(
        Key.RecordedAt,
        Key,
        IsArrivalImpossible: true,
        new StayWindow(Key, 1, 2, Key),
        new WeightedPointSum(1, 2, 3, new LongitudeSum(4, 5), new DirectionSum(6, 7, 8), IsPolar: true),
        new HorizonTrip(new Trip(Key, Key, 1, 2, 3, 4, 5, 6), new Trip(Key, Key, 1, 2, 3, 4, 5, 7)));

    [Fact]
    public void State_is_stored_under_the_same_names() => Assert.Equal(
        "SettledBefore,From.RecordedAt,From.Fingerprint,CameImpossibly,"
        + "Window.Anchor.RecordedAt,Window.Anchor.Fingerprint,Window.AnchorLatitude,Window.AnchorLongitude,Window.Last.RecordedAt,Window.Last.Fingerprint,"
        + "Places.Points,Places.Weight,Places.Latitude,Places.Longitude.Sines,Places.Longitude.Cosines,"
        + "Places.Direction.X,Places.Direction.Y,Places.Direction.Z,Places.IsPolar,"
        + TripNames("Trip.ToAnchor.") + "," + TripNames("Trip.ToLast."),
        string.Join(',', NamesOf(JsonSerializer.SerializeToElement(State), "")));

    [Fact]
    public void State_survives_a_round_trip_through_JSON() =>
        Assert.Equal(State, JsonSerializer.Deserialize<HorizonState>(JsonSerializer.Serialize(State)));

    private static string TripNames(string prefix) => string.Join(',', new[]
    {
        "From.RecordedAt", "From.Fingerprint", "To.RecordedAt", "To.Fingerprint",
        "FromLatitude", "FromLongitude", "ToLatitude", "ToLongitude", "DistanceMetres", "Points",
    }.Select(name => prefix + name));

    private static IEnumerable<string> NamesOf(JsonElement element, string prefix) => element.EnumerateObject().SelectMany(member =>
        member.Value.ValueKind == JsonValueKind.Object ? NamesOf(member.Value, $"{prefix}{member.Name}.") : [prefix + member.Name]);
}
