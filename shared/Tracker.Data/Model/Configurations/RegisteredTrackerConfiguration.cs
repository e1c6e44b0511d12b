using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class RegisteredTrackerConfiguration : IEntityTypeConfiguration<RegisteredTracker>
{
    public void Configure(EntityTypeBuilder<RegisteredTracker> entity)
    {
        entity.ToTable("trackers");
        entity.HasKey(tracker => tracker.Id);
        entity.Property(tracker => tracker.Id).UseIdentityAlwaysColumn();
        entity.Property(tracker => tracker.Shard).ValueGeneratedOnAddOrUpdate();
        entity.Property(tracker => tracker.RegisteredAt).ValueGeneratedOnAdd();
        entity.HasOne<TrackerModel>().WithMany().HasForeignKey(tracker => tracker.ModelId);
        entity.HasIndex(tracker => tracker.Key).IsUnique();
    }
}
