using EFCore.ReadWriteSplitting.Configuration;
using Tracker.Data.Configuration;

namespace EFCore.ReadWriteSplitting.Tests.Configuration;

public sealed class DatabaseSettingsTests
{
    private static readonly Dictionary<string, string> Least = new()
    {
        ["POSTGRES_SERVER"] = "haproxy",
        ["POSTGRES_USER"] = "tracker",
        ["POSTGRES_PASSWORD"] = "s3cret",
        ["POSTGRES_DB"] = "tracker",
    };

    private static DatabaseOptions Read(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>(Least);
        foreach ((string name, string value) in settings)
        {
            all[name] = value;
        }

        return TrackerDatabaseSettings.Read(name => all.GetValueOrDefault(name), "test");
    }

    [Fact]
    public void Unset_settings_have_the_documented_defaults()
    {
        DatabaseOptions options = Read();
        Assert.Equal((5432, 5433, 10, 20, true), (options.Port, options.ReadPort, options.WritePoolSize, options.ReadPoolSize, options.ReadSplit));
        Assert.Equal(TimeSpan.FromSeconds(30), options.PoolTimeout);
        Assert.Null(options.ReadUser);
    }

    [Theory]
    [InlineData("POSTGRES_SERVER", "")]
    [InlineData("POSTGRES_USER", " ")]
    [InlineData("POSTGRES_PASSWORD", "")]
    [InlineData("POSTGRES_DB", "")]
    [InlineData("POSTGRES_PORT", "0")]
    [InlineData("POSTGRES_PORT", "65536")]
    [InlineData("POSTGRES_READ_PORT", "5433x")]
    [InlineData("TRACKER_READ_SPLIT", "maybe")]
    [InlineData("TRACKER_WRITE_POOL", "0")]
    [InlineData("TRACKER_WRITE_POOL", "501")]
    [InlineData("TRACKER_POOL_TIMEOUT", "30")]
    [InlineData("TRACKER_POOL_TIMEOUT", "11m")]
    [InlineData("TRACKER_CONNECT_TIMEOUT", "-1s")]
    [InlineData("TRACKER_RETRY_DEADLINE", "2h")]
    [InlineData("TRACKER_FALLBACK_LIMIT", "0")]
    [InlineData("TRACKER_FALLBACK_WAIT", "2")]
    [InlineData("TRACKER_MONITOR_INTERVAL", "10ms")]
    [InlineData("TRACKER_LAG_BYTES", "10")]
    [InlineData("TRACKER_LAG_BYTES", "0MB")]
    [InlineData("TRACKER_LAG_BYTES", "-1MB")]
    [InlineData("TRACKER_LAG_BYTES", "2147483648KB")]
    [InlineData("TRACKER_LAG_WARN", "2TB")]
    [InlineData("TRACKER_LAG_TIME", "0s")]
    [InlineData("POSTGRES_HOSTS", "a:5432,a:5432")]
    [InlineData("POSTGRES_HOSTS", "a,,b")]
    [InlineData("POSTGRES_HOSTS", "a:0")]
    [InlineData("POSTGRES_HOSTS", "a:port")]
    [InlineData("POSTGRES_HOSTS", "http://a:1")]
    public void Invalid_setting_is_named_in_the_error(string name, string value)
    {
        InvalidSettingException error = Assert.Throws<InvalidSettingException>(() => Read((name, value)));
        Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
        Assert.Equal(name, error.Setting);
    }

    [Fact]
    public void Listed_nodes_need_no_proxy_and_default_to_port_5432()
    {
        DatabaseOptions options = Read(("POSTGRES_SERVER", ""), ("POSTGRES_HOSTS", "node1:6432, node2,10.0.0.3:1,[::1]:5"));
        Assert.Equal(["node1:6432", "node2:5432", "10.0.0.3:1", "[::1]:5"], options.Hosts);
        Assert.DoesNotContain("s3cret", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Keep_alive_must_be_longer_than_the_idle_in_transaction_timeout()
    {
        InvalidSettingException error = Assert.Throws<InvalidSettingException>(() => Read(("TRACKER_KEEPALIVE", "10s"), ("TRACKER_IDLE_IN_TRANSACTION_TIMEOUT", "10s")));
        Assert.Equal("TRACKER_KEEPALIVE", error.Setting);
        Assert.Equal(TimeSpan.FromSeconds(11), Read(("TRACKER_KEEPALIVE", "11s"), ("TRACKER_IDLE_IN_TRANSACTION_TIMEOUT", "10s")).KeepAlive);
    }

    [Theory]
    [InlineData("512KB", 524_288)]
    [InlineData("10mb", 10_485_760)]
    [InlineData("1 GB", 1_073_741_824)]
    [InlineData("1TB", 1_099_511_627_776)]
    public void Sizes_are_read_in_powers_of_1024(string text, long bytes) =>
        Assert.Equal(bytes, Read(("TRACKER_LAG_BYTES", text)).LagLimits.LaggingBytes);

    [Fact]
    public void Read_user_needs_a_password() =>
        Assert.Equal("POSTGRES_READ_PASSWORD", Assert.Throws<InvalidSettingException>(() => Read(("POSTGRES_READ_USER", "tracker_read"))).Setting);

    [Fact]
    public void Password_can_be_read_from_a_file()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "from a file\n");
            Assert.Equal("from a file", Read(("POSTGRES_PASSWORD", ""), ("POSTGRES_PASSWORD_FILE", file)).Password);
        }
        finally
        {
            File.Delete(file);
        }

        InvalidSettingException missing = Assert.Throws<InvalidSettingException>(() => Read(("POSTGRES_PASSWORD", ""), ("POSTGRES_PASSWORD_FILE", file)));
        Assert.Equal("POSTGRES_PASSWORD_FILE", missing.Setting);
    }

    [Fact]
    public void Options_are_printed_without_passwords() =>
        Assert.DoesNotContain("s3cret", Read(("POSTGRES_READ_USER", "r"), ("POSTGRES_READ_PASSWORD", "s3cret")).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7_200)]
    [InlineData("7d", 604_800)]
    public void Times_are_read_with_their_units(string text, double seconds)
    {
        Assert.True(TimeWithUnit.TryParse(text, out TimeSpan value));
        Assert.Equal(seconds, value.TotalSeconds, 6);
        Assert.True(TimeWithUnit.TryParse(TimeWithUnit.Format(value), out TimeSpan again));
        Assert.Equal(value, again);
    }

    [Theory]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("1e3s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("99999999999999999999d")]
    public void Invalid_time_or_time_without_a_unit_is_refused(string text) => Assert.False(TimeWithUnit.TryParse(text, out _));
}
