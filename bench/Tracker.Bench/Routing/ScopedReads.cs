using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Tracker.Data.Model;

namespace Tracker.Bench.Routing;

/// <summary>The same query by scopes, as a service reads.</summary>
internal sealed class ScopedReads(Database database) : IAsyncDisposable
{
    /// <summary>Options of a database whose connections stay for as long as the measurement lasts.</summary>
    public static DatabaseOptions Steady(DatabaseOptions options) => options with { ConnectionLifetime = TimeSpan.FromDays(1) };

    /// <param name="database">Owned from here on.</param>
    /// <param name="connections">Opened at once, so that the proxy spreads them over the replicas.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<ScopedReads> OpenAsync(Database database, int connections, CancellationToken ct)
    {
        ReadScope[] scopes = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => database.ReadAsync(ReadConsistency.Eventual, ct)));
        foreach (ReadScope scope in scopes)
            await scope.DisposeAsync();
        return new ScopedReads(database);
    }

    /// <exception cref="BenchException">Another server than a replica served it.</exception>
    public Task<List<Brand>> ReadAsync(ReadConsistency consistency, string name, CancellationToken ct) => database.ReadAsync(
        consistency,
        async (read, token) =>
        {
            List<Brand> brands = await read.Query<Brand>().Where(brand => brand.Name == name).ToListAsync(token);
            return read.Route.Reason is RouteReason.Replica or RouteReason.ReplicaCaughtUp ? brands : throw new BenchException($"A read was served by {read.Route}.");
        },
        ct);

    /// <exception cref="BenchException">The server took a write.</exception>
    public async Task AssertReadOnlyAsync(CancellationToken ct)
    {
        try
        {
            await database.ReadAsync(
                ReadConsistency.Eventual,
                async (read, token) =>
                {
                    await using ReadCommand command = read.Command("SELECT FROM brands FOR UPDATE");
                    return await command.ExecuteNonQueryAsync(token);
                },
                ct);
        }
        catch (WriteInReadScopeException)
        {
            return;
        }

        throw new BenchException("A locking read was not refused within a read scope.");
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
