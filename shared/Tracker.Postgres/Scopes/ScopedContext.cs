using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>
/// An EF Core context whose commands run on the connection of the scope that leased it. It has none of its own: outside of a scope
/// nothing can be asked of it.
/// </summary>
public abstract class ScopedContext : DbContext
{
    /// <param name="options">Of <see cref="Pool"/>.</param>
    protected ScopedContext(DbContextOptions options)
        : base(options)
    {
    }

    /// <summary>The scope that has leased it.</summary>
    internal Scope? Scope { get; set; }

    /// <summary>Leases contexts from EF Core's pool, for <see cref="Database"/>.</summary>
    /// <typeparam name="TContext">A context with a constructor that takes its options.</typeparam>
    public static Func<TContext> Pool<TContext>()
        where TContext : ScopedContext
    {
        DbContextOptions<TContext> options = new DbContextOptionsBuilder<TContext>()
            // Never opened: the interceptor leads each command to the scope's connection.
            .UseNpgsql("Host=the-scope's")
            .AddInterceptors(ScopeInterceptor.Instance)
            .Options;
        var factory = new PooledDbContextFactory<TContext>(options);
        return factory.CreateDbContext;
    }
}
