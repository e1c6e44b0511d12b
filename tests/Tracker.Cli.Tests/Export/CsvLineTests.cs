using Tracker.Cli.Export;

namespace Tracker.Cli.Tests.Export;

public sealed class CsvLineTests
{
    [Fact]
    public void Fields_have_the_format_of_the_expected_files()
    {
        DateTime time = new(2015, 3, 7, 6, 15, 31, DateTimeKind.Utc);
        Assert.Equal(
            "10105,2015-03-07T06:15:31+00:00,enter,c01,true", CsvLine.Of(["10105", time, "enter", "c01", true], Exported.AllDigits));
        Assert.Equal("10105,30.26497983,-97.73899867,15", CsvLine.Of(["10105", 30.264979829, -97.738998667, 15], Exported.Millimetres));
    }

    [Fact]
    public void A_timestamp_has_a_fraction_only_if_it_is_not_zero()
    {
        DateTime time = new DateTime(2015, 3, 7, 6, 15, 31, DateTimeKind.Utc).AddMicroseconds(1_500);
        Assert.Equal("2015-03-07T06:15:31.001500+00:00", CsvLine.Of([time], Exported.AllDigits));
    }

    [Theory]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("a b", "a b")]
    [InlineData("", "")]
    public void Text_is_quoted_if_necessary(string text, string field)
    {
        Assert.Equal(field, CsvLine.Of([text], Exported.AllDigits));
    }

    [Fact]
    public void Null_is_an_empty_field()
    {
        Assert.Equal(",1,", CsvLine.Of([null, 1L, null], Exported.AllDigits));
    }

    [Fact]
    public void A_coordinate_keeps_all_digits()
    {
        Assert.Equal("0.1,30.26503", CsvLine.Of([0.1, 30.26503], Exported.AllDigits));
    }
}
