using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class LocationReportConfiguration : IEntityTypeConfiguration<LocationReport>
{
    public void Configure(EntityTypeBuilder<LocationReport> entity)
    {
        entity.ToTable("location_reports");
        entity.HasKey(report => new { report.TrackerId, report.RecordedAt, report.Fingerprint });
    }
}
