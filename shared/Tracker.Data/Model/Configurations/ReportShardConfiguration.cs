using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class ReportShardConfiguration : IEntityTypeConfiguration<ReportShard>
{
    public void Configure(EntityTypeBuilder<ReportShard> entity)
    {
        entity.ToTable("report_shards");
        entity.HasKey(shard => shard.Shard);
        entity.Property(shard => shard.Shard).ValueGeneratedNever();
    }
}
