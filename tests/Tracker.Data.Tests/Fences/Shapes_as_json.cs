using Tracker.Data.Fences;

namespace Tracker.Data.Tests.Fences;

public sealed class Shapes_as_json
{
    public static TheoryData<string> Texts() => new()
    {
        { """{"type":"Point","coordinates":[-97.7431,30.2672],"radius_m":800.25}""" },
        { """{"type":"Polygon","coordinates":[[[0,0],[9.1,0],[9.1,9.3],[0,9.3],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]}""" },
        { """{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[0,1],[0,0]]],[[[5,5],[6,5],[5,6],[5,5]]]]}""" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_shape_keeps_its_text_and_its_equality(string text)
    {
        FenceShape shape = FenceShapeJson.Read(text);
        Assert.Equal(text, FenceShapeJson.Write(shape));
        Assert.Equal(shape, FenceShapeJson.Read(text));
        Assert.Equal(shape.GetHashCode(), FenceShapeJson.Read(text).GetHashCode());
        Assert.NotEqual(shape, FenceShapeJson.Read(text.Replace("0,0]", "0,0.1]", StringComparison.Ordinal).Replace("800", "801", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_text_that_is_no_json_is_refused() =>
        Assert.Contains("no JSON", Assert.Throws<InvalidFenceException>(() => FenceShapeJson.Read("nonsense")).Message, StringComparison.Ordinal);

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
