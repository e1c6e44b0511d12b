using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class StatusTransitionConfiguration : IEntityTypeConfiguration<StatusTransition>
{
    public void Configure(EntityTypeBuilder<StatusTransition> entity)
    {
        entity.ToTable("status_transitions");
        entity.HasKey(entry => new { entry.Shard, entry.Sequence });
    }
}
