using System.ComponentModel.DataAnnotations;
using EFCore.ReadWriteSplitting.Configuration;
using Microsoft.Extensions.Configuration;
using Tracker.Hosting.Options;

namespace Tracker.Hosting.Tests.Options;

public sealed class OptionsReaderTests
{
    [Theory]
    [InlineData("Aggregator", "StayRadius", "TRACKER_AGGREGATOR_STAY_RADIUS")]
    [InlineData("Http", "Port", "TRACKER_HTTP_PORT")]
    [InlineData("Import", "GTFSUrl", "TRACKER_IMPORT_GTFSURL")]
    public void Property_has_this_name_in_the_environment(string area, string property, string name) => Assert.Equal(name, SettingName.Of(area, property));

    [Fact]
    public void Environment_comes_before_the_section_and_the_section_before_the_default()
    {
        Sample sample = Read(("Sample:Interval", "7s"), ("Sample:Radius", "5"), ("TRACKER_SAMPLE_RADIUS", "6.5"));
        Assert.Equal((TimeSpan.FromSeconds(7), 6.5, Colour.Green, null), (sample.Interval, sample.Radius, sample.Colour, sample.Most));
    }

    [Theory]
    [InlineData("TRACKER_SAMPLE_INTERVAL", "soon", "TRACKER_SAMPLE_INTERVAL: is 'soon'. Use a time with its unit (500ms, 30s, 5m, 1h).")]
    [InlineData("TRACKER_SAMPLE_INTERVAL", "5", "TRACKER_SAMPLE_INTERVAL: is '5'. Use a time with its unit (500ms, 30s, 5m, 1h).")]
    [InlineData("Sample:Interval", "5", "Sample:Interval: is '5'. Use a time with its unit (500ms, 30s, 5m, 1h).")]
    [InlineData("TRACKER_SAMPLE_COLOUR", "mauve", "TRACKER_SAMPLE_COLOUR: is 'mauve'. Use one of Red, Green.")]
    [InlineData("TRACKER_SAMPLE_COLOUR", "7", "TRACKER_SAMPLE_COLOUR: is '7'. Use one of Red, Green.")]
    [InlineData("TRACKER_SAMPLE_MOST", "many", "TRACKER_SAMPLE_MOST: is 'many'. Use a whole number.")]
    [InlineData("TRACKER_SAMPLE_RADIUS", "NaN", "TRACKER_SAMPLE_RADIUS: is 'NaN'. Use a number from 0 to 1000.")]
    [InlineData("TRACKER_SAMPLE_PERIOD", "5x", "TRACKER_SAMPLE_PERIOD: is '5x'. Use a time with its unit (500ms, 30s, 5m, 1h) from 1s to 10m.")]
    [InlineData("TRACKER_SAMPLE_PERIOD", "20m", "TRACKER_SAMPLE_PERIOD: is '20m'. Use a time with its unit (500ms, 30s, 5m, 1h) from 1s to 10m.")]
    [InlineData("TRACKER_SAMPLE_SHARE", "0", "TRACKER_SAMPLE_SHARE: is '0'. Use a number of more than 0 and at most 1.")]
    [InlineData("TRACKER_SAMPLE_LIMIT", "-3", "TRACKER_SAMPLE_LIMIT: is '-3'. Use a whole number of at least 0.")]
    [InlineData("TRACKER_SAMPLE_RADIUS", "-1", "TRACKER_SAMPLE_RADIUS: is '-1'. Use a number from 0 to 1000.")]
    [InlineData("Sample:Radius", "-1", "TRACKER_SAMPLE_RADIUS: is '-1'. Use a number from 0 to 1000.")]
    public void Message_names_the_setting_its_value_and_its_range(string name, string value, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidSettingException>(() => Read((name, value))).Message);

    private static Sample Read(params (string Name, string Value)[] settings) => OptionsReader.Read<Sample>(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value, StringComparer.Ordinal)).Build(), "Sample");

    private enum Colour
    {
        Red,
        Green,
    }

    private sealed class Sample
    {
        public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

        [Range(0d, 1000d)]
        public double Radius { get; set; } = 1;

        [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
        public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(5);

        [Range(0, 1.0, MinimumIsExclusive = true)]
        public double Share { get; set; } = 1;

        [Range(0, double.MaxValue)]
        public long Limit { get; set; }

        public Colour Colour { get; set; } = Colour.Green;

        public int? Most { get; set; }
    }
}
