using Tracker.Geo.Fences;

namespace Tracker.Geo.Tests.Fences;

public sealed class FenceShapeJsonTests
{
    public static TheoryData<string> Texts() => new()
    {
        { """{"type":"Point","coordinates":[-97.7431,30.2672],"radius_m":800.25}""" },
        { """{"type":"Polygon","coordinates":[[[0,0],[9.1,0],[9.1,9.3],[0,9.3],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]}""" },
        { """{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[0,1],[0,0]]],[[[5,5],[6,5],[5,6],[5,5]]]]}""" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Shape_survives_a_round_trip_through_JSON(string text)
    {
        FenceShape shape = FenceShapeJson.Read(text);
        Assert.Equal(text, FenceShapeJson.Write(shape));
        Assert.Equal(shape, FenceShapeJson.Read(text));
        Assert.Equal(shape.GetHashCode(), FenceShapeJson.Read(text).GetHashCode());
        Assert.NotEqual(shape, FenceShapeJson.Read(text.Replace("0,0]", "0,0.1]", StringComparison.Ordinal).Replace("800", "801", StringComparison.Ordinal)));
    }

    [Fact]
    public void Text_that_is_not_JSON_is_refused() =>
        Assert.Contains("no JSON", Assert.Throws<InvalidFenceException>(() => FenceShapeJson.Read("nonsense")).Message, StringComparison.Ordinal);
}
