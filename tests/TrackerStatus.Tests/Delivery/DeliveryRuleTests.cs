using Tracker.Data.Model;
using Tracker.Geo.Fences;
using Tracker.Geo.Fences.Areas;
using TrackerStatus.Delivery;
using TrackerStatus.Tests.Shard;

namespace TrackerStatus.Tests.Delivery;

/// <summary>A tracker that stays in a delivery location is delivered, once.</summary>
public sealed class DeliveryRuleTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Tracker_that_stays_in_a_delivery_location_for_the_minimum_duration_is_delivered() =>
        Assert.Equal(Start.AddMinutes(25), Delivered((0, 5_000), (10, 0), (18, 50), (30, 20)));

    [Fact]
    public void Tracker_that_passes_by_is_not_delivered() => Assert.Null(Delivered((0, 5_000), (10, 0), (20, 5_000), (30, 0), (40, 5_000)));

    [Fact]
    public void Tracker_that_leaves_and_returns_starts_a_new_visit() => Assert.Equal(Start.AddMinutes(35), Delivered((0, 0), (10, 0), (11, 5_000), (20, 0), (40, 0)));

    [Fact]
    public void Tracker_is_delivered_once_and_remains_so_after_it_leaves_and_returns()
    {
        MemoryShard shard = Processed((0, 0), (20, 0), (30, 5_000), (40, 0), (60, 0), (90, 150), (120, 150));
        Assert.Single(shard.Effective(1), entry => entry.State == TrackerState.Delivered);
        Assert.Equal(1, shard.Row(1).Delivery.Delivered!.Value.LocationId);
    }

    [Fact]
    public void Late_report_from_elsewhere_revokes_the_delivery()
    {
        MemoryShard shard = Processed((0, 0), (20, 0));
        Assert.NotNull(shard.Row(1).Delivery.Delivered);
        shard.Ingest(Worlds.At(1, 10, 5_000));
        shard.Finish(Start.AddHours(1));
        Assert.Null(shard.Row(1).Delivery.Delivered);
        Assert.DoesNotContain(shard.Effective(1), entry => entry.State == TrackerState.Delivered);
        shard.Ingest(Worlds.At(1, 40, 0));
        shard.Finish(Start.AddHours(1));
        Assert.Equal(Start.AddMinutes(35), shard.Row(1).Delivery.Delivered!.Value.At);
    }

    [Fact]
    public void Late_report_that_fills_the_gap_makes_the_delivery_earlier()
    {
        MemoryShard shard = Processed((10, 0), (30, 0));
        shard.Ingest(Worlds.At(1, 0, 0));
        shard.Finish(Start.AddHours(1));
        Assert.Equal(Start.AddMinutes(15), shard.Row(1).Delivery.Delivered!.Value.At);
    }

    [Fact]
    public void Inaccurate_report_neither_completes_nor_revokes_a_delivery()
    {
        MemoryShard shard = new(Worlds.Options, new DeliveryMap(Worlds.Locations));
        shard.Ingest(Worlds.At(1, 0, 0), Worlds.At(1, 10, 5_000, accuracy: 500), Worlds.At(1, 14, 0), Worlds.At(1, 20, 0, accuracy: 500));
        shard.Finish(Start.AddHours(1));
        Assert.Null(shard.Row(1).Delivery.Delivered);
        shard.Ingest(Worlds.At(1, 21, 0));
        shard.Finish(Start.AddHours(1));
        Assert.NotNull(shard.Row(1).Delivery.Delivered);
    }

    [Fact]
    public void Border_is_inside_and_the_oldest_of_several_locations_is_used()
    {
        DeliveryMap map = new([DeliveryLocation.Circle(7, 45, 7, 1_000), DeliveryLocation.Circle(3, 45.0001, 7, 1_000), DeliveryLocation.Circle(9, 45, 180, 500)]);
        Assert.Equal(3, map.At(1, Worlds.At(1, 0, 10).Fix));
        Assert.Equal(9, map.At(1, Worlds.At(1, 0, 0).Fix with { Longitude = -179.999 }));
        Assert.Null(map.At(1, Worlds.At(1, 0, 5_000).Fix));
        double metres = Tracker.Geo.Geodesy.Earth.DistanceMetres(45, 7, 45.01, 7);
        DeliveryMap exact = new([DeliveryLocation.Circle(1, 45, 7, metres)]);
        Assert.Equal(1, exact.At(1, Worlds.At(1, 0, 0).Fix with { Latitude = 45.01 }));
    }

    [Fact]
    public void Fence_is_a_delivery_location_while_it_is_valid_and_for_its_trackers()
    {
        FenceArea yard = FenceArea.Of(new PolygonShape([new FencePolygon([new(6.99, 44.99), new(7.01, 44.99), new(7.01, 45.01), new(6.99, 45.01), new(6.99, 44.99)], [])]));
        DeliveryLocation location = new(4, yard, Start, Start.AddHours(1), new HashSet<long> { 1, 2 });
        DeliveryMap map = new([location]);
        Assert.Equal(4, map.At(1, Worlds.At(1, 0, 900).Fix));
        Assert.Null(map.At(1, Worlds.At(1, 0, 1_200).Fix));
        Assert.Null(map.At(3, Worlds.At(3, 0, 900).Fix));
        Assert.Null(map.At(1, Worlds.At(1, -1, 900).Fix));
        Assert.Null(map.At(1, Worlds.At(1, 60, 900).Fix));
    }

    private static DateTime? Delivered(params (int Minutes, int Metres)[] reports) => Processed(reports).Row(1).Delivery.Delivered?.At;

    private static MemoryShard Processed(params (int Minutes, int Metres)[] reports)
    {
        MemoryShard shard = new(Worlds.Options, new DeliveryMap(Worlds.Locations));
        shard.Ingest(reports.Select(report => Worlds.At(1, report.Minutes, report.Metres)));
        shard.Finish(Start.AddHours(3), batch: 1);
        return shard;
    }
}
