using System.Text;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Tests.Days;

namespace Tracker.Data.Tests.Fences;

public sealed class GeoJsonFencesTests
{
    private const string Triangle = """{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]]]}""";

    [Theory]
    [MemberData(nameof(LocationDay.All), MemberType = typeof(LocationDay))]
    public void The_fences_of_a_city_are_read(string name)
    {
        LocationDay day = LocationDay.Of(name);
        using FileStream file = File.OpenRead(day.Fences);
        IReadOnlyList<FenceDefinition> fences = GeoJsonFences.Read(file);
        Assert.Equal(day.FenceCounts, (
            fences.Count,
            fences.Count(fence => fence.Shape is CircleShape),
            fences.Count(fence => fence.Shape is PolygonShape { Polygons: [{ Holes.Count: 1 }] })));
        CircleFence first = day.FirstFence;
        Assert.Equal(new FenceDefinition(first.Id, first.Name, new CircleShape(first.Latitude, first.Longitude, first.Metres), 0), fences[0]);
    }

    [Fact]
    public void A_single_feature_with_all_properties_is_read()
    {
        FenceDefinition fence = Assert.Single(GeoJsonFences.Read(
            Feature(Triangle, """{"id":7,"name":"Yard","margin_m":5.5,"valid_from":"2026-01-31T08:00:00+02:00"}""")));
        Assert.Equal("7", fence.Key);
        Assert.Equal("Yard", fence.Name);
        Assert.Equal(5.5, fence.MarginMetres);
        Assert.Equal(new DateTime(2026, 1, 31, 6, 0, 0, DateTimeKind.Utc), fence.ValidFrom);
        Assert.Equal(DateTimeKind.Utc, fence.ValidFrom!.Value.Kind);
    }

    [Fact]
    public void The_features_own_id_comes_first_and_stands_in_for_a_name()
    {
        FenceDefinition fence = Assert.Single(GeoJsonFences.Read(
            """{"type":"Feature","id":"own","properties":{"id":"other"},"geometry":""" + Triangle + "}"));
        Assert.Equal(("own", "own"), (fence.Key, fence.Name));
        Assert.Null(fence.MarginMetres);
        Assert.Equal(20, fence.EffectiveMarginMetres);
        Assert.Null(fence.ValidFrom);
    }

    [Theory]
    [InlineData("{", "The file is no JSON")]
    [InlineData("[]", "should be a FeatureCollection or a Feature")]
    [InlineData("""{"type":"Point","coordinates":[0,0]}""", "and is 'Point'")]
    [InlineData("""{"type":"FeatureCollection"}""", "no array of features")]
    [InlineData("""{"type":"FeatureCollection","features":[5]}""", "Feature 1: it is no GeoJSON Feature")]
    public void A_file_that_is_no_collection_of_features_is_refused(string text, string reason) => A_malformed_file_is_refused(text, reason);

    [Theory]
    [InlineData("null", """{"id":"a"}""", "Feature 1 (a): it has no geometry")]
    [InlineData(Triangle, "{}", "Feature 1: it has no usable id")]
    [InlineData(Triangle, "null", "Feature 1: it has no usable id")]
    [InlineData("""{"type":"LineString","coordinates":[[0,0],[1,1]]}""", """{"id":"a"}""", "Feature 1 (a): the line has no width_m")]
    [InlineData("""{"type":"LineString","coordinates":[[0,0],[0,0]]}""", """{"id":"a","width_m":5}""", "Feature 1 (a): line: it has fewer than 2 different points, at (0, 0)")]
    [InlineData("""{"type":"LineString","coordinates":[[0,0],[1,0]]}""", """{"id":"a","width_m":0}""", "the corridor's width is 0 m")]
    [InlineData("""{"type":"GeometryCollection","geometries":[]}""", """{"id":"a"}""", "Feature 1 (a): the geometry type 'GeometryCollection' is no fence")]
    [InlineData(Triangle, """{"id":"a","dwell":"soon"}""", "dwell is \"soon\": give a time with its unit")]
    [InlineData(Triangle, """{"id":"a","dwell":"0s"}""", "dwell is 00:00:00: it must be more than 0")]
    [InlineData(Triangle, """{"id":"a","crossings":1}""", "crossings should be true or false")]
    [InlineData(Triangle, """{"id":"a","accuracy_cap_m":0}""", "accuracy_cap_m is 0")]
    [InlineData(Triangle, """{"id":"a","active_hours":"08:00-10:00"}""", "active_hours and time_zone go together")]
    [InlineData(Triangle, """{"id":"a","active_hours":"08:00-10:00","time_zone":"Nowhere/Land"}""", "no name of a time zone")]
    [InlineData(Triangle, """{"id":"a","trackers":"bus-1"}""", "trackers should be an array")]
    [InlineData("""{"type":"Point","coordinates":[5,6]}""", """{"id":"a"}""", "Feature 1 (a): the Point at (5, 6) has no radius_m")]
    [InlineData("""{"type":"Point","coordinates":[5]}""", """{"id":"a","radius_m":5}""", "fewer than two numbers")]
    [InlineData("""{"type":"Point","coordinates":["x",6]}""", """{"id":"a","radius_m":5}""", "a longitude should be a number and is \"x\"")]
    [InlineData("""{"type":"Point"}""", """{"id":"a","radius_m":5}""", "a position should be an array and is missing")]
    [InlineData("""{"type":"Point","coordinates":[5,6]}""", """{"id":"a","radius_m":-5}""", "Feature 1 (a): the radius of the circle at (5, 6) is -5 m")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}""", """{"id":"a"}""", "Feature 1 (a): outer ring: it touches or crosses itself")]
    [InlineData(Triangle, """{"id":"a","margin_m":-1}""", "Feature 1 (a): margin_m is negative")]
    [InlineData(Triangle, """{"id":"a","margin_m":"wide"}""", "margin_m should be a number")]
    [InlineData(Triangle, """{"id":"a","valid_from":"2026-01-31T08:00:00"}""", "give a time with its offset")]
    [InlineData(Triangle, """{"id":"a","valid_from":"2026-01-31"}""", "give a time with its offset")]
    [InlineData(Triangle, """{"id":"a","valid_from":5}""", "valid_from is '5'")]
    public void A_feature_that_is_not_a_fence_is_refused_by_name(string geometry, string properties, string reason) =>
        A_malformed_file_is_refused(Feature(geometry, properties), reason);

    [Fact]
    public void Ids_are_unique()
    {
        string feature = Feature(Triangle, """{"id":"a"}""");
        A_malformed_file_is_refused("""{"type":"FeatureCollection","features":[""" + feature + "," + feature + "]}", "Feature 2 (a): an earlier one has the same id");
    }

    private static string Feature(string geometry, string properties) =>
        """{"type":"Feature","properties":""" + properties + ""","geometry":""" + geometry + "}";

    private static void A_malformed_file_is_refused(string text, string reason)
    {
        InvalidFenceException refused = Assert.Throws<InvalidFenceException>(() => GeoJsonFences.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, Assert.Throws<InvalidFenceException>(() => GeoJsonFences.Read(text)).Message);
    }
}
