using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class StayConfiguration : IEntityTypeConfiguration<Stay>
{
    public void Configure(EntityTypeBuilder<Stay> entity)
    {
        entity.ToTable("stays");
        entity.HasKey(stay => new { stay.Shard, stay.Sequence });
    }
}
