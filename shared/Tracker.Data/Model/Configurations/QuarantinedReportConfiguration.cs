using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class QuarantinedReportConfiguration : IEntityTypeConfiguration<QuarantinedReport>
{
    public void Configure(EntityTypeBuilder<QuarantinedReport> entity)
    {
        entity.ToTable("rejected_reports");
        entity.HasKey(report => report.Id);
        entity.Property(report => report.Id).UseIdentityAlwaysColumn();
        entity.Property(report => report.Reason).HasConversion(reason => RejectionReasonName.Of(reason), name => RejectionReasonName.Parse(name));
        entity.Property(report => report.Report)
            .HasColumnType("jsonb")
            .HasConversion(report => QuarantinedReportJson.Write(report)!, json => QuarantinedReportJson.Read(json));
    }
}
