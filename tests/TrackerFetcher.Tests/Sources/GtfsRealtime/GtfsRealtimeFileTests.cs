using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tracker.Data.Model;
using Tracker.Geo.Reports;
using Tracker.Tests;
using TrackerFetcher.Sources;
using TrackerFetcher.Sources.GtfsRealtime;
using TrackerFetcher.Sources.GtfsRealtime.Wire;

namespace TrackerFetcher.Tests.Sources.GtfsRealtime;

public sealed class GtfsRealtimeFileTests : IDisposable
{
    private readonly ServiceProvider _services = Feeds.Services();

    public void Dispose() => _services.Dispose();

    public static TheoryData<string> Towns => [.. Samples.Available("town.pb", "gtfs-rt/unitrans-vehicle-positions.pb")];

    public static TheoryData<string, int> FeedsOfVehicles()
    {
        TheoryData<string, int> data = new() { { "city.pb", 48 }, { "town.pb", 8 } };
        if (RealData.Exists)
        {
            data.Add("gtfs-rt/mbta_vehiclepositions_2017-12-18.pb", 48);
            data.Add("gtfs-rt/raba-vehicle-positions.pb", 22);
            data.Add("gtfs-rt/unitrans-vehicle-positions.pb", 8);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(FeedsOfVehicles))]
    public async Task A_feed_is_read_whole(string name, int vehicles)
    {
        using TempFile file = Samples.Copy(name);
        Reading reading = await Reading.Of(_services.Reader(), file.Path);

        Assert.Equal(vehicles, reading.Received);
        Assert.Equal(vehicles, reading.Reports.Count + reading.Rejected.Count(r => r.Reason == RejectionReason.NullIsland));
        Assert.Equal(vehicles, reading.Reports.Select(r => r.TrackerKey).Concat(reading.Rejected.Select(r => r.TrackerKey)).Distinct().Count());
        Assert.All(reading.Reports, r => Assert.InRange(r.RecordedAt.Year, 2017, 2025));
    }

    [Theory]
    [MemberData(nameof(Towns))]
    public async Task A_feed_that_is_cut_anywhere_inside_an_entity_is_refused_whole(string name)
    {
        byte[] feed = Samples.Read(name);
        int refused = 0;
        for (int length = 0; length < feed.Length; length++)
        {
            using TempFile file = new(feed[..length], "feed.pb");
            try
            {
                // Between two entities a cut can't be told from a smaller feed.
                Reading reading = await Reading.Of(_services.Reader(), file.Path);
                Assert.InRange(reading.Received, 0, 7);
            }
            catch (SourceException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, feed.Length - 10, feed.Length);
    }

    [Fact]
    public async Task A_vehicle_gives_what_it_has()
    {
        FeedEntity full = Feeds.Vehicle("bus 1", 30.231535f, -97.73347f);
        full.Vehicle.Position.Bearing = 0;
        full.Vehicle.Position.Speed = 7.3f;
        FeedEntity bare = Feeds.Vehicle(null, 30, -97, time: 0);
        Reading reading = await Read(Feeds.Of(full, bare));

        Assert.Equal((30.231535, -97.73347, 7.3, 0.0), (reading.Reports[0].Latitude, reading.Reports[0].Longitude, reading.Reports[0].SpeedMetresPerSecond, reading.Reports[0].HeadingDegrees));
        Assert.Equal("entity", reading.Reports[1].TrackerKey);
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(Feeds.Time), reading.Reports[1].RecordedAt);
        Assert.Null(reading.Reports[1].HeadingDegrees ?? reading.Reports[1].SpeedMetresPerSecond);
    }

    [Fact]
    public async Task A_bad_vehicle_costs_only_itself_and_what_is_no_vehicle_is_not_counted()
    {
        FeedEntity unplaced = Feeds.Vehicle("2", 1, 1);
        unplaced.Vehicle.Position = null;
        FeedEntity nameless = new() { Vehicle = Feeds.Vehicle(null, 1, 1).Vehicle };
        Reading reading = await Read(Feeds.Of(
            Feeds.Vehicle("1", 0, 0),
            unplaced,
            nameless,
            Feeds.Vehicle("3", float.NaN, 1),
            Feeds.Vehicle("4", 1, 1, time: ulong.MaxValue),
            Feeds.Vehicle("5", 1, 1, time: Feeds.Time + 100_000_000),
            new FeedEntity { Id = "an alert" },
            new FeedEntity { Id = "gone", IsDeleted = true, Vehicle = new VehiclePosition() },
            Feeds.Vehicle("6", 1, 1)));

        Assert.Equal("6", Assert.Single(reading.Reports).TrackerKey);
        Assert.Equal(
            [
                RejectionReason.NullIsland, RejectionReason.ImpossibleCoordinates, RejectionReason.MissingTracker,
                RejectionReason.ImpossibleCoordinates, RejectionReason.Malformed, RejectionReason.InFuture,
            ],
            reading.Rejected.Select(r => r.Reason));
        QuarantinedReport untimed = Assert.Single((await Read(Feeds.Of(0, Feeds.Vehicle("7", 1, 1, time: 0)))).Rejected);
        Assert.Equal((RejectionReason.MissingTime, "7"), (untimed.Reason, untimed.TrackerKey));
    }

    [Fact]
    public async Task A_feed_of_ever_so_many_empty_entities_is_read_in_batches()
    {
        byte[] header = Feeds.Of();
        byte[] body = new byte[header.Length + 400_000];
        header.CopyTo(body, 0);
        for (int i = header.Length; i < body.Length; i += 4)
        {
            // An entity with an empty vehicle.
            new byte[] { 0x12, 0x02, 0x22, 0x00 }.CopyTo(body, i);
        }

        using TempFile file = new(body, "feed.pb");
        long received = 0;
        await foreach (SourceBatch batch in _services.Reader().ReadAsync(new SourceRequest(file.Path), CancellationToken.None))
        {
            Assert.InRange(batch.Received, 0, new GtfsRealtimeOptions().BatchSize);
            received += batch.Received;
        }

        Assert.Equal(100_000, received);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Reading_on_from_any_position_gives_what_one_read_gives(int seed)
    {
        using TempFile file = new(Feeds.OfMany(3_000), "feed.pb");
        Reading whole = await Reading.Of(_services.Reader(), file.Path);
        Reading resumed = await Reading.Resumed(_services.Reader, file.Path, seed);
        Reading after = await Reading.Of(_services.Reader(), file.Path, position: whole.Position);

        Assert.Equal(3_000, whole.Reports.Count);
        Assert.Equal(whole.Reports, resumed.Reports);
        Assert.Equal(0, after.Received);
    }

    public static TheoryData<byte[], string> Unreadable => new()
    {
        { [], "is empty" },
        { Encoding.UTF8.GetBytes("<html><body>Please log in</body></html>"), "is not a" },
        { [0x08, 0x01], "has no header" },
        { Feeds.OfMany(3)[..^5], "is not a whole GTFS Realtime feed" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task What_is_no_feed_is_refused(byte[] content, string message)
    {
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => Read(content));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    private async Task<Reading> Read(byte[] feed)
    {
        using TempFile file = new(feed, "feed.pb");
        return await Reading.Of(_services.Reader(), file.Path);
    }
}
