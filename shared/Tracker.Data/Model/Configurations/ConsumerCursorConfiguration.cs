using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tracker.Data.Model.Configurations;

internal sealed class ConsumerCursorConfiguration : IEntityTypeConfiguration<ConsumerCursor>
{
    public void Configure(EntityTypeBuilder<ConsumerCursor> entity)
    {
        entity.ToTable("consumer_cursors");
        entity.HasKey(cursor => new { cursor.Consumer, cursor.Shard });
    }
}
