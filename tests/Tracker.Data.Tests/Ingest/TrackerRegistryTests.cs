using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Ingest;

namespace Tracker.Data.Tests.Ingest;

[Collection(OnCluster.Name)]
public sealed class TrackerRegistryTests(ClusterFixture fixture) : IClassFixture<NoLeaks<TrackerRegistryTests>>
{
    private static readonly DateTime Moment = new(2026, 1, 31, 8, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Batch_gets_its_own_trackers_and_not_a_copy_of_all_of_them()
    {
        await using Database database = fixture.Open(nameof(TrackerRegistryTests));
        TrackerRegistry registry = new(database);
        string[] keys = [$"a-{Guid.NewGuid()}", $"b-{Guid.NewGuid()}", $"c-{Guid.NewGuid()}"];
        await ResolveAsync(registry, keys[0]);
        await ResolveAsync(registry, keys[1]);

        // One that is known, and one that is not.
        ResolvedTrackers both = await ResolveAsync(registry, keys[1], keys[2]);

        Assert.Equal(keys[1..], both.Trackers.Keys.Order(StringComparer.Ordinal));
        Assert.All(both.Trackers.Values, tracker => Assert.NotNull(tracker.Registered));
        Assert.Equal(both.Trackers[keys[1]], (await ResolveAsync(registry, keys[1])).Trackers[keys[1]]);
    }

    [Fact]
    public async Task Batch_with_more_keys_than_the_cache_holds_gets_all_of_them()
    {
        await using Database database = fixture.Open(nameof(TrackerRegistryTests));
        TrackerRegistry registry = new(database, capacity: 4);
        string[] keys = [.. Enumerable.Range(0, 100).Select(i => $"{i:d3}-{Guid.NewGuid()}")];
        ResolvedTrackers first = await ResolveAsync(registry, keys);
        ResolvedTrackers second = await ResolveAsync(registry, keys);

        Assert.Equal(100, first.Trackers.Count);
        Assert.Equal(first.Trackers.OrderBy(pair => pair.Key, StringComparer.Ordinal), second.Trackers.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    private static Task<ResolvedTrackers> ResolveAsync(TrackerRegistry registry, params string[] keys) =>
        registry.ResolveAsync(keys.ToDictionary(key => key, _ => Moment, StringComparer.Ordinal), register: true, CancellationToken.None);
}
