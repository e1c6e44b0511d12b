using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class GeofenceConfiguration : IEntityTypeConfiguration<Geofence>
{
    public void Configure(EntityTypeBuilder<Geofence> entity)
    {
        entity.ToTable("geofences");
        entity.HasKey(fence => fence.Id);
        entity.Property(fence => fence.Id).UseIdentityAlwaysColumn();
        entity.HasIndex(fence => fence.Key).IsUnique();
    }
}
