using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class TrackerModelConfiguration : IEntityTypeConfiguration<TrackerModel>
{
    public void Configure(EntityTypeBuilder<TrackerModel> entity)
    {
        entity.ToTable("tracker_models");
        entity.HasKey(model => model.Id);
        entity.Property(model => model.Id).UseIdentityAlwaysColumn();
        entity.HasOne<Brand>().WithMany().HasForeignKey(model => model.BrandId);
        entity.HasIndex(model => new { model.BrandId, model.Name }).IsUnique();
    }
}
