using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using TrackerFetcher.Sources;
using TrackerFetcher.Sources.GtfsRealtime.Wire;
using TrackerFetcher.Sources.Registration;

namespace TrackerFetcher.Tests.Sources.GtfsRealtime;

/// <summary>Feeds made up for tests.</summary>
internal static class Feeds
{
    public const ulong Time = 1_735_689_600; // 2025-01-01

    public static FeedEntity Vehicle(string? id, float latitude, float longitude, ulong time = Time) => new()
    {
        Id = $"entity {id}",
        Vehicle = new VehiclePosition
        {
            Position = new Position { Latitude = latitude, Longitude = longitude },
            Timestamp = time,
            Vehicle = id is null ? null : new VehicleDescriptor { Id = id },
        },
    };

    public static byte[] Of(params FeedEntity[] entities) => Of(Time, entities);

    public static byte[] Of(ulong time, params FeedEntity[] entities)
    {
        FeedMessage feed = new() { Header = new FeedHeader { GtfsRealtimeVersion = "2.0", Timestamp = time } };
        feed.Entity.AddRange(entities);
        return feed.ToByteArray();
    }

    public static byte[] OfMany(int vehicles) =>
        Of([.. Enumerable.Range(1, vehicles).Select(i => Vehicle($"bus {i}", 48 + (i / 1000f), 16))]);

    /// <summary>
    /// A feed like those of agencies: 0 to 303 s old, one vehicle at (0, 0), and fields that the reader ignores (trips, stops, occupancy).
    /// </summary>
    public static byte[] City(int vehicles)
    {
        Random random = new(vehicles);
        FeedEntity[] entities = new FeedEntity[vehicles];
        for (int i = 0; i < vehicles; i++)
        {
            bool isLost = i == vehicles / 2;
            entities[i] = Vehicle(
                $"y{1_700 + i}",
                isLost ? 0 : 42 + random.NextSingle(), isLost ? 0 : -71 - random.NextSingle(),
                Time - (ulong)(i == 0 ? 303 : random.Next(303)));
            entities[i].Vehicle.Position.Bearing = random.Next(360);
            entities[i].Vehicle.MergeFrom(Unknown(i));
        }

        return Of(entities);
    }

    // Trip {trip_id, route_id}, current_stop_sequence, current_status, congestion_level, stop_id, occupancy_status.
    private static byte[] Unknown(int number)
    {
        using MemoryStream bytes = new();
        using (CodedOutputStream fields = new(bytes, leaveOpen: true))
        {
            byte[] trip = [0x0A, 4, (byte)'t', (byte)'r', (byte)'i', (byte)'p', 0x2A, 2, (byte)'C', (byte)'R'];
            fields.WriteTag(1, WireFormat.WireType.LengthDelimited);
            fields.WriteBytes(ByteString.CopyFrom(trip));
            fields.WriteTag(3, WireFormat.WireType.Varint);
            fields.WriteInt32(number);
            fields.WriteTag(4, WireFormat.WireType.Varint);
            fields.WriteEnum(2);
            fields.WriteTag(6, WireFormat.WireType.Varint);
            fields.WriteEnum(1);
            fields.WriteTag(7, WireFormat.WireType.LengthDelimited);
            fields.WriteString($"stop {number}");
            fields.WriteTag(9, WireFormat.WireType.Varint);
            fields.WriteEnum(5);
        }

        return bytes.ToArray();
    }

    /// <summary>The reader as the service registers it.</summary>
    public static ServiceProvider Services() => new ServiceCollection()
        .AddSingleton<TimeProvider>(FixedTime.At("2026-01-01T00:00:00Z"))
        .AddSourceReaders()
        .BuildServiceProvider(validateScopes: true);

    public static ISourceReader Reader(this ServiceProvider services) => services.GetRequiredService<SourceReaders>().Get(Kind.GtfsRealtime);
}
