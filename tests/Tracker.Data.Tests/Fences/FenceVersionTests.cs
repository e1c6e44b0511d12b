using Tracker.Data.Fences;
using Tracker.Geo.Fences;

namespace Tracker.Data.Tests.Fences;

public sealed class FenceVersionTests
{
    [Fact]
    public void A_version_is_valid_from_its_start_until_before_its_end()
    {
        DateTime start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        FenceVersion version = new(1, "a", 1, start, start.AddDays(1), new CircleShape(0, 0, 5), 0);
        Assert.False(version.IsValidAt(start.AddTicks(-1)));
        Assert.True(version.IsValidAt(start));
        Assert.True(version.IsValidAt(start.AddDays(1).AddTicks(-1)));
        Assert.False(version.IsValidAt(start.AddDays(1)));
        Assert.Equal((DateTimeKind.Utc, DateTimeKind.Utc), (FenceVersion.Always.From.Kind, FenceVersion.Always.To.Kind));
    }
}
