using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class GeofenceVersionConfiguration : IEntityTypeConfiguration<GeofenceVersion>
{
    public void Configure(EntityTypeBuilder<GeofenceVersion> entity)
    {
        entity.ToTable("geofence_versions");
        entity.HasKey(version => new { version.FenceId, version.Version });
        entity.Property(version => version.Shape).HasColumnType("jsonb");
        entity.HasOne<Geofence>().WithMany().HasForeignKey(version => version.FenceId);
    }
}
