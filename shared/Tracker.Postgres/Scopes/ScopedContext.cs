using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>
/// An EF Core context whose commands run on the connection of the scope that leased it. It has no connection of its own and cannot be
/// used outside of a scope.
/// </summary>
public abstract class ScopedContext : DbContext
{
    /// <param name="options">The options from <see cref="Pool"/>.</param>
    protected ScopedContext(DbContextOptions options)
        : base(options)
    {
    }

    /// <summary>The scope that leased the context.</summary>
    internal Scope? Scope { get; set; }

    /// <summary>Creates a factory for <see cref="Database"/> that leases contexts from EF Core's pool.</summary>
    /// <typeparam name="TContext">A context with a constructor that takes its options.</typeparam>
    public static Func<TContext> Pool<TContext>()
        where TContext : ScopedContext
    {
        DbContextOptions<TContext> options = new DbContextOptionsBuilder<TContext>()
            // Never opened: the interceptor runs each command on the scope's connection.
            .UseNpgsql("Host=the-scope's")
            .AddInterceptors(ScopeInterceptor.Instance)
            .Options;
        var factory = new PooledDbContextFactory<TContext>(options);
        return factory.CreateDbContext;
    }
}
