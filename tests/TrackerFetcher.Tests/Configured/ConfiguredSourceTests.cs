using EFCore.ReadWriteSplitting.Configuration;
using Microsoft.Extensions.Configuration;
using Tracker.Data.Ingest;
using TrackerFetcher.Configured;
using TrackerFetcher.Sources;
using TrackerFetcher.Sources.GtfsRealtime;

namespace TrackerFetcher.Tests.Configured;

public sealed class ConfiguredSourceTests
{
    [Fact]
    public void A_source_is_read_from_settings_with_its_options_as_its_reader_takes_them()
    {
        SourceDefinition source = Assert.Single(Read(
            ("Sources:buses:Kind", "gtfs-rt"),
            ("Sources:buses:Location", "http://127.0.0.1/feed.pb"),
            ("Sources:buses:Every", "30s"),
            ("Sources:buses:RegisterTrackers", "false"),
            ("Sources:buses:Options:Timeout", "00:00:05"),
            ("Sources:buses:Options:BatchSize", "500"),
            ("Sources:buses:Options:Headers:X-Key", "${TRACKER_KEY_BUSES}")));

        Assert.Equal(("buses", "gtfs-rt", "http://127.0.0.1/feed.pb", false), (source.Name, source.Kind, source.Location, source.RegisterTrackers));
        Assert.Equal(new SourceSchedule(TimeSpan.FromSeconds(30)), source.Schedule);
        GtfsRealtimeOptions options = SourceOptions.Read<GtfsRealtimeOptions>(SourceOptions.Parse(source.Options));
        Assert.Equal((TimeSpan.FromSeconds(5), 500), (options.Timeout, options.BatchSize));
        Assert.Contains("TRACKER_KEY_BUSES", Assert.Single(options.Headers).Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sources:a:Kind", "csv", "Location")]
    [InlineData("Sources:a:Location", "a.csv", "Kind")]
    [InlineData("Sources:a:Colour", "red", "Colour")]
    [InlineData("Sources:a:Every", "30", "Every")]
    public void A_setting_that_is_missing_or_invalid_is_named(string name, string value, string named)
    {
        InvalidSettingException e = Assert.Throws<InvalidSettingException>(() => Read((name, value)));
        Assert.Contains($"Sources:a:{named}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interval_and_a_cron_expression_exclude_each_other() => Assert.Throws<InvalidSettingException>(() => Read(
        ("Sources:a:Kind", "csv"), ("Sources:a:Location", "a.csv"), ("Sources:a:Every", "1m"), ("Sources:a:Cron", "0 0/5 * * * ?")));

    private static IReadOnlyList<SourceDefinition> Read(params (string Name, string Value)[] settings) => ConfiguredSource.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build());
}
