using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class CurrentStatusConfiguration : IEntityTypeConfiguration<CurrentStatus>
{
    public void Configure(EntityTypeBuilder<CurrentStatus> entity)
    {
        entity.ToTable("tracker_status");
        entity.HasKey(status => status.TrackerId);
        entity.Property(status => status.TrackerId).ValueGeneratedNever();
    }
}
