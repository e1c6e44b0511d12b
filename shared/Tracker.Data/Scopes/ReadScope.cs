using Microsoft.EntityFrameworkCore;
using Tracker.Data.Connections;
using Tracker.Data.Routing;

namespace Tracker.Data.Scopes;

/// <summary>
/// A READ ONLY transaction, on a replica unless its <see cref="Scope.Route"/> says why not. It has nothing that saves, and
/// the server refuses writes and locking reads (25006).
/// </summary>
public sealed class ReadScope : Scope
{
    internal ReadScope(PooledConnection connection, RouteDecision route, Func<DbContext> contexts)
        : base(connection, route, contexts)
    {
    }

    /// <summary>The rows of an entity, untracked.</summary>
    public IQueryable<T> Query<T>()
        where T : class => LeaseContext().Set<T>().AsNoTracking();
}
