
namespace Tracker.Tests;

/// <summary>
/// After a test class, no server has a connection of its application name that is busy or in a transaction: whatever the tests
/// broke, every scope was ended. Asked of the servers themselves.
/// </summary>
/// <typeparam name="T">The test class, whose name its connections bear.</typeparam>
public sealed class NoLeaks<T>(ClusterFixture fixture) : IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Eventually.TrueAsync(
        async () =>
        {
            // Through PgBouncer a server's connection keeps the name of its last client: only those that do something count.
            object?[] counts = await fixture.OnEachServerAsync(
                $"SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE '{typeof(T).Name}%' AND state <> 'idle'");
            return counts.All(count => count is 0L);
        },
        $"no connection of {typeof(T).Name} is left busy or in a transaction",
        seconds: 20);
}
