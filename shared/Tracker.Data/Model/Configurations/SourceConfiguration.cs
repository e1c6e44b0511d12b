using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class SourceConfiguration : IEntityTypeConfiguration<Source>
{
    public void Configure(EntityTypeBuilder<Source> entity)
    {
        entity.ToTable("sources");
        entity.HasKey(source => source.Id);
        entity.Property(source => source.Id).UseIdentityAlwaysColumn();
        entity.Property(source => source.Options).HasColumnType("jsonb");
        entity.HasIndex(source => source.Name).IsUnique();
    }
}
