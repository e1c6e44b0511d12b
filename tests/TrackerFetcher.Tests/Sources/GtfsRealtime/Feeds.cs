using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using TrackerFetcher.Sources;
using TrackerFetcher.Sources.Registration;
using TrackerFetcher.Sources.GtfsRealtime.Wire;

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

    /// <summary>The reader as the service registers it.</summary>
    public static ServiceProvider Services() => new ServiceCollection()
        .AddSingleton<TimeProvider>(FixedTime.At("2026-01-01T00:00:00Z"))
        .AddSourceReaders()
        .BuildServiceProvider(validateScopes: true);

    public static ISourceReader Reader(this ServiceProvider services) => services.GetRequiredService<SourceReaders>().Get(Kind.GtfsRealtime);
}
