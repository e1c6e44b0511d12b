using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class BrandConfiguration : IEntityTypeConfiguration<Brand>
{
    public void Configure(EntityTypeBuilder<Brand> entity)
    {
        entity.ToTable("brands");
        entity.HasKey(brand => brand.Id);
        entity.Property(brand => brand.Id).UseIdentityAlwaysColumn();
        entity.HasIndex(brand => brand.Name).IsUnique();
    }
}
