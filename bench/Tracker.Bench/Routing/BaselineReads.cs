using EFCore.ReadWriteSplitting.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using Tracker.Data.Model;

namespace Tracker.Bench.Routing;

/// <summary>
/// The baseline of a scope: a pooled EF Core context on a pooled Npgsql data source, in autocommit mode, through the read port.
/// </summary>
internal sealed class BaselineReads : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly PooledDbContextFactory<TrackerContext> _contexts;

    private BaselineReads(NpgsqlDataSource source)
    {
        _source = source;
        _contexts = new PooledDbContextFactory<TrackerContext>(new DbContextOptionsBuilder<TrackerContext>().UseNpgsql(source).Options);
    }

    /// <param name="options">The connection options.</param>
    /// <param name="connections">The number of connections, opened at once so that the proxy spreads them over the replicas.</param>
    /// <param name="ct">Cancels the operation.</param>
    public static async Task<BaselineReads> OpenAsync(DatabaseOptions options, int connections, CancellationToken ct)
    {
        BaselineReads reads = new(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = options.ReadServer ?? options.Server,
            Port = options.ReadPort,
            Username = options.ReadUser ?? options.User,
            Password = options.ReadPassword ?? options.Password,
            Database = options.Database,
            ApplicationName = options.ApplicationName,
            NoResetOnClose = true,
            MaxAutoPrepare = 0,
            MaxPoolSize = connections,
        }));
        NpgsqlConnection[] opened = await Task.WhenAll(
            Enumerable.Range(0, connections).Select(_ => reads._source.OpenConnectionAsync(ct).AsTask()));
        foreach (NpgsqlConnection connection in opened)
            await connection.DisposeAsync();
        return reads;
    }

    public async Task<List<Brand>> ReadAsync(string name, CancellationToken ct)
    {
        await using TrackerContext context = await _contexts.CreateDbContextAsync(ct);
        return await context.Set<Brand>().AsNoTracking().Where(brand => brand.Name == name).ToListAsync(ct);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
