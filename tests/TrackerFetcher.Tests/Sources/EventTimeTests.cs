using System.Text;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Tests.Sources;

public sealed class EventTimeTests
{
    [Theory]
    [InlineData("2015-03-07T10:03:34-06:00", "2015-03-07T16:03:34.0000000Z")]
    [InlineData("2015-03-07T10:03:34Z", "2015-03-07T10:03:34.0000000Z")]
    [InlineData("2015-03-07 10:03:34", "2015-03-07T10:03:34.0000000Z")]
    [InlineData("2015-03-07 10:03:34 +0530", "2015-03-07T04:33:34.0000000Z")]
    [InlineData("2015-03-07 10:03:34 UTC", "2015-03-07T10:03:34.0000000Z")]
    [InlineData("2015-03-07T10:03", "2015-03-07T10:03:00.0000000Z")]
    [InlineData("2015-12-11T15:43:13.994+01:00", "2015-12-11T14:43:13.9940000Z")]
    [InlineData("1901-12-13T20:45:52.2073437Z", "1901-12-13T20:45:52.2073437Z")]
    [InlineData("2015-03-07T10:03:34.123456789012+01", "2015-03-07T09:03:34.1234567Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.0000000Z")]
    [InlineData("1425744214", "2015-03-07T16:03:34.0000000Z")]
    [InlineData("1425744214.25", "2015-03-07T16:03:34.2500000Z")]
    [InlineData("1425744214250", "2015-03-07T16:03:34.2500000Z")]
    [InlineData("-1", "1969-12-31T23:59:59.0000000Z")]
    public void A_time_is_read_as_UTC(string text, string expected)
    {
        Assert.True(EventTime.TryParse(Encoding.UTF8.GetBytes(text), TimeZoneInfo.Utc, out DateTime utc));
        Assert.Equal(expected, utc.ToString("O"));
        Assert.Equal(DateTimeKind.Utc, utc.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2015-03-07")]
    [InlineData("2015-13-07T10:03:34Z")]
    [InlineData("2015-02-29T10:03:34Z")]
    [InlineData("2015-03-07T24:00:00Z")]
    [InlineData("2015-03-07T10:03:34+25:00")]
    [InlineData("2015-03-07T10:03:34 nonsense")]
    [InlineData("0000-03-07T10:03:34Z")]
    [InlineData("0001-01-01T00:00:00+10:00")]
    [InlineData("9999-12-31T23:59:59-10:00")]
    [InlineData("99999999999999999999")]
    [InlineData("NaN")]
    public void What_is_no_time_is_refused(string text) =>
        Assert.False(EventTime.TryParse(Encoding.UTF8.GetBytes(text), TimeZoneInfo.Utc, out _));

    [Theory]
    [InlineData("2024-01-15 12:00:00", "2024-01-15T11:00:00.0000000Z")]
    [InlineData("2024-07-15 12:00:00", "2024-07-15T10:00:00.0000000Z")]
    [InlineData("2024-03-31 02:30:00", "2024-03-31T01:30:00.0000000Z")] // does not exist: read with the winter's offset
    [InlineData("2024-10-27 02:30:00", "2024-10-27T01:30:00.0000000Z")] // exists twice: the later one
    public void A_time_without_an_offset_is_of_the_given_zone(string text, string expected)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");
        Assert.True(EventTime.TryParse(Encoding.UTF8.GetBytes(text), zone, out DateTime utc));
        Assert.Equal(expected, utc.ToString("O"));
    }
}
