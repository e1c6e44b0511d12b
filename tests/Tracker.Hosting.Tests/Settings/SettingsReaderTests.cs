using System.ComponentModel.DataAnnotations;
using EFCore.ReadWriteSplitting.Configuration;
using Microsoft.Extensions.Configuration;
using Tracker.Hosting.Settings;

namespace Tracker.Hosting.Tests.Settings;

public sealed class SettingsReaderTests
{
    [Theory]
    [InlineData("Aggregator", "StayRadius", "TRACKER_AGGREGATOR_STAY_RADIUS")]
    [InlineData("Http", "Port", "TRACKER_HTTP_PORT")]
    [InlineData("Import", "GTFSUrl", "TRACKER_IMPORT_GTFSURL")]
    public void A_property_has_a_name_in_the_environment(string area, string property, string name) => Assert.Equal(name, SettingName.Of(area, property));

    [Fact]
    public void The_environment_comes_before_the_section_and_the_section_before_the_default()
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
    [InlineData("TRACKER_SAMPLE_RADIUS", "NaN", "TRACKER_SAMPLE_RADIUS: is 'NaN'. Use a number.")]
    [InlineData("TRACKER_SAMPLE_RADIUS", "-1", "TRACKER_SAMPLE_RADIUS: is '-1'. Use metres from 0 to 1000.")]
    [InlineData("Sample:Radius", "-1", "TRACKER_SAMPLE_RADIUS: is '-1'. Use metres from 0 to 1000.")]
    public void A_wrong_value_is_named_with_what_it_may_be(string name, string value, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidSettingException>(() => Read((name, value))).Message);

    private static Sample Read(params (string Name, string Value)[] settings) => SettingsReader.Read<Sample>(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value, StringComparer.Ordinal)).Build(), "Sample");

    private enum Colour
    {
        Red,
        Green,
    }

    private sealed class Sample
    {
        public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

        [Range(0, 1000, ErrorMessage = "Use metres from 0 to 1000.")]
        public double Radius { get; set; } = 1;

        public Colour Colour { get; set; } = Colour.Green;

        public int? Most { get; set; }
    }
}
