using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class RejectedReportConfiguration : IEntityTypeConfiguration<RejectedReport>
{
    public void Configure(EntityTypeBuilder<RejectedReport> entity)
    {
        entity.ToTable("rejected_reports");
        entity.HasKey(report => report.Id);
        entity.Property(report => report.Id).UseIdentityAlwaysColumn();
        entity.Property(report => report.Report).HasColumnType("jsonb");
    }
}
