using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Tracker.Data.Model;

/// <summary>The model of the tracker services. The schema is made by the migrations; a test compares the two.</summary>
public sealed class TrackerContext(DbContextOptions<TrackerContext> options) : ScopedContext(options)
{
    /// <summary>Leases contexts without a connection: a scope lends them its own.</summary>
    public static Func<ScopedContext> Pool() => Pool<TrackerContext>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TrackerContext).Assembly);
        foreach (IMutableEntityType entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (IMutableProperty property in entity.GetProperties())
            {
                property.SetColumnName(ColumnName.Of(property.Name));
            }
        }
    }
}
