using System.ComponentModel.DataAnnotations;
using LocationAggregator.Stays;
using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Stays;

/// <summary>Semantics 4, 8 and 10: the centre of a stay.</summary>
public sealed class StayCentreTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Centre_without_accuracies_is_the_mean_of_the_distinct_coordinates()
    {
        StayCentre centre = Of((10, 20, null), (10, 20, null), (12, 22, null));
        Assert.Equal(11, centre.Latitude, tolerance: 1e-12);
        Assert.Equal(21, centre.Longitude, tolerance: 1e-12);
        Assert.Equal(3, centre.Points);
    }

    [Fact]
    public void Coordinates_are_weighted_by_the_inverse_square_of_their_accuracy()
    {
        // 10 m against 20 m: weights of four to one.
        StayCentre centre = Of((10, 20, 10), (10.0005, 20, 20));
        Assert.Equal(10.0001, centre.Latitude, tolerance: 1e-12);
    }

    [Fact]
    public void Accuracies_are_clamped_to_the_floor_and_the_cap()
    {
        Assert.Equal(Of((10, 20, 5), (10.001, 20, 100)), Of((10, 20, 0.001), (10.001, 20, 5_000)));
    }

    [Fact]
    public void Unknown_accuracy_weighs_as_much_as_the_cap()
    {
        Assert.Equal(Of((10, 20, 10), (10.001, 20, 100)), Of((10, 20, 10), (10.001, 20, null)));
    }

    [Fact]
    public void Longitudes_are_averaged_across_the_antimeridian()
    {
        StayCentre centre = Of((1, 179.9999, null), (3, -179.9999, null));
        Assert.Equal(2, centre.Latitude, tolerance: 1e-12);
        Assert.Equal(180, Math.Abs(centre.Longitude), tolerance: 1e-9);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(-90)]
    public void Centre_of_reports_around_a_pole_is_the_pole(double pole)
    {
        double latitude = pole - (Math.Sign(pole) * 0.0004);
        StayCentre centre = Of((latitude, 0, null), (latitude, 90, null), (latitude, 180, null), (latitude, -90, null));
        Assert.Equal(pole, centre.Latitude, tolerance: 1e-9);
    }

    [Fact]
    public void Both_kinds_of_mean_agree_at_the_latitude_where_they_switch()
    {
        StayCentre below = Of((84.9999, 10, null), (84.9995, 10.005, null));
        (double latitude, double longitude) = default(DirectionSum).With(84.9999, 10, 1).With(84.9995, 10.005, 1).Mean();
        Assert.InRange(Earth.DistanceMetres(below.Latitude, below.Longitude, latitude, longitude), 0, 0.05);
    }

    [Fact]
    public void Stays_at_the_antimeridian_and_at_a_pole_are_detected()
    {
        foreach ((double latitude, double longitude) in new[] { (0.0, 180.0), (89.9998, 0.0) })
        {
            Fix[] reports =
            [
                .. Enumerable.Range(0, 10).Select(i => At(i * 60, latitude, i % 2 == 0 ? longitude : latitude > 80 ? 180 : -179.9999)),
                At(600, latitude - 1, longitude),
            ];
            Assert.Single(new StayDetector(new StayOptions()).Advance(window: null, reports).Stays);
        }
    }

    [Fact]
    public void Floor_above_the_cap_is_refused_by_name() => Assert.Contains(
        "AccuracyFloorMetres",
        Assert.Throws<ValidationException>(() => new StayDetector(new StayOptions { AccuracyFloorMetres = 200 })).Message,
        StringComparison.Ordinal);

    private static StayCentre Of(params (double Latitude, double Longitude, double? Accuracy)[] points)
    {
        StayCentreBuilder centre = new(new StayOptions());
        foreach ((int i, (double latitude, double longitude, double? accuracy)) in points.Index())
        {
            centre.Add(At(i, latitude, longitude) with { AccuracyMetres = accuracy });
        }

        return centre.Build();
    }

    private static Fix At(int seconds, double latitude, double longitude) => new(new ReportKey(Start.AddSeconds(seconds), seconds), latitude, longitude);
}
