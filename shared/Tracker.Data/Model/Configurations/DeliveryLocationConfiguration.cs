using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class DeliveryLocationConfiguration : IEntityTypeConfiguration<DeliveryLocation>
{
    public void Configure(EntityTypeBuilder<DeliveryLocation> entity)
    {
        entity.ToTable("delivery_locations");
        entity.HasKey(location => location.Id);
        entity.Property(location => location.Id).UseIdentityAlwaysColumn();
        entity.HasIndex(location => location.Name).IsUnique();
    }
}
