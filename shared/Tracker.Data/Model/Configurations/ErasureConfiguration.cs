using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class ErasureConfiguration : IEntityTypeConfiguration<Erasure>
{
    public void Configure(EntityTypeBuilder<Erasure> entity)
    {
        entity.ToTable("erasures");
        entity.HasKey(erasure => erasure.Id);
        entity.Property(erasure => erasure.Id).UseIdentityAlwaysColumn();
        entity.Property(erasure => erasure.Rows).HasColumnType("jsonb");
    }
}
