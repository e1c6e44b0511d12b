using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Tracker.Bench.Figures;
using Tracker.Data.Model;

namespace Tracker.Bench.Routing;

/// <summary>The same query in read scopes, as in a service.</summary>
internal sealed class ScopedReads(Database database) : IAsyncDisposable
{
    /// <summary>Options whose connections outlast the measurement.</summary>
    public static DatabaseOptions Steady(DatabaseOptions options) => options with { ConnectionLifetime = TimeSpan.FromDays(1) };

    /// <param name="database">The database, which this instance disposes.</param>
    /// <param name="connections">The number of connections, opened at once so that the proxy spreads them over the replicas.</param>
    /// <param name="ct">Cancels the operation.</param>
    public static async Task<ScopedReads> OpenAsync(Database database, int connections, CancellationToken ct)
    {
        ReadScope[] scopes = await Task.WhenAll(
            Enumerable.Range(0, connections).Select(_ => database.ReadAsync(ReadConsistency.Eventual, ct)));
        foreach (ReadScope scope in scopes)
            await scope.DisposeAsync();
        return new ScopedReads(database);
    }

    /// <exception cref="BenchException">The read was not served by a replica.</exception>
    public Task<List<Brand>> ReadAsync(ReadConsistency consistency, string name, CancellationToken ct) => database.ReadAsync(
        consistency,
        async (read, token) =>
        {
            List<Brand> brands = await read.Query<Brand>().Where(brand => brand.Name == name).ToListAsync(token);
            return read.Route.Reason is RouteReason.Replica or RouteReason.ReplicaCaughtUp
                ? brands
                : throw new BenchException($"A read was served by {read.Route}.");
        },
        ct);

    /// <exception cref="BenchException">The server accepted a write.</exception>
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

        throw new BenchException("A locking read in a read scope was not rejected.");
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
