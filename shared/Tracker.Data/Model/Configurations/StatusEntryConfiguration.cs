using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class StatusEntryConfiguration : IEntityTypeConfiguration<StatusEntry>
{
    public void Configure(EntityTypeBuilder<StatusEntry> entity)
    {
        entity.ToTable("status_transitions");
        entity.HasKey(entry => new { entry.Shard, entry.Sequence });
    }
}
