using EFCore.ReadWriteSplitting.Configuration;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Tests.Tls;

public sealed class TlsSettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-tls-settings-").FullName;
    private readonly TestCertificates _certificates;

    public TlsSettingsTests() => _certificates = new TestCertificates(_folder, "authority");

    public void Dispose()
    {
        _certificates.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(null, SslMode.Prefer)]
    [InlineData("disable", SslMode.Disable)]
    [InlineData("allow", SslMode.Allow)]
    [InlineData("prefer", SslMode.Prefer)]
    [InlineData("require", SslMode.Require)]
    [InlineData("verify-ca", SslMode.VerifyCA)]
    [InlineData("verify-full", SslMode.VerifyFull)]
    public void Modes_have_the_names_of_libpq(string? text, SslMode mode)
    {
        TlsOptions options = Read(("POSTGRES_SSLMODE", text));
        Assert.Equal((mode, ChannelBinding.Prefer), (options.Mode, options.ChannelBinding));
    }

    [Fact]
    public void Files_and_channel_binding_are_read()
    {
        (string certificate, string key) = _certificates.Issue("client");
        TlsOptions options = Read(
            ("POSTGRES_SSLMODE", "verify-full"), ("POSTGRES_SSLROOTCERT", _certificates.Root), ("POSTGRES_SSLCERT", certificate),
            ("POSTGRES_SSLKEY", key), ("POSTGRES_CHANNELBINDING", "require"));
        Assert.Equal(
            new TlsOptions { Mode = SslMode.VerifyFull, RootCertificate = _certificates.Root, Certificate = certificate, Key = key, ChannelBinding = ChannelBinding.Require },
            options);
        Assert.Null(Read(("POSTGRES_SSLMODE", "verify-full"), ("POSTGRES_SSLROOTCERT", "system")).RootCertificate);
    }

    public static TheoryData<string, string> WrongSettings() => new()
    {
        { "POSTGRES_SSLMODE", "POSTGRES_SSLMODE=VerifyFull" },
        { "POSTGRES_CHANNELBINDING", "POSTGRES_CHANNELBINDING=on" },
        { "POSTGRES_SSLROOTCERT", "POSTGRES_SSLMODE=verify-full POSTGRES_SSLROOTCERT=/nowhere/root.crt" },
        { "POSTGRES_SSLROOTCERT", "POSTGRES_SSLMODE=verify-full POSTGRES_SSLROOTCERT={text}" },
        { "POSTGRES_SSLMODE", "POSTGRES_SSLMODE=require POSTGRES_SSLROOTCERT={root}" },
        { "POSTGRES_SSLMODE", "POSTGRES_SSLROOTCERT={root}" },
        { "POSTGRES_SSLKEY", "POSTGRES_SSLCERT={certificate}" },
        { "POSTGRES_SSLCERT", "POSTGRES_SSLKEY={key}" },
        { "POSTGRES_SSLCERT", "POSTGRES_SSLCERT=/nowhere/client.crt POSTGRES_SSLKEY={key}" },
        { "POSTGRES_SSLKEY", "POSTGRES_SSLCERT={certificate} POSTGRES_SSLKEY=/nowhere/client.key" },
        { "POSTGRES_SSLKEY", "POSTGRES_SSLCERT={certificate} POSTGRES_SSLKEY={otherKey}" },
        { "POSTGRES_SSLMODE", "POSTGRES_SSLMODE=disable POSTGRES_CHANNELBINDING=require" },
        { "POSTGRES_SSLMODE", "POSTGRES_SSLMODE=disable POSTGRES_SSLCERT={certificate} POSTGRES_SSLKEY={key}" },
    };

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public void Wrong_setting_is_named_at_the_start(string named, string settings)
    {
        (string certificate, string key) = _certificates.Issue("client");
        (_, string otherKey) = _certificates.Issue("other");
        string text = Path.Combine(_folder, "text");
        File.WriteAllText(text, "no certificate");
        (string, string?)[] pairs =
        [
            .. settings.Replace("{root}", _certificates.Root, StringComparison.Ordinal).Replace("{certificate}", certificate, StringComparison.Ordinal)
                .Replace("{key}", key, StringComparison.Ordinal).Replace("{otherKey}", otherKey, StringComparison.Ordinal)
                .Replace("{text}", text, StringComparison.Ordinal).Split(' ')
                .Select(pair => (pair[..pair.IndexOf('=')], (string?)pair[(pair.IndexOf('=') + 1)..])),
        ];

        InvalidSettingException error = Assert.Throws<InvalidSettingException>(() => Read(pairs));

        Assert.Equal(named, error.Setting);
    }

    private static TlsOptions Read(params (string Name, string? Value)[] settings)
    {
        Dictionary<string, string?> all = new(StringComparer.Ordinal)
        {
            ["POSTGRES_SERVER"] = "localhost",
            ["POSTGRES_USER"] = "user",
            ["POSTGRES_PASSWORD"] = "password",
            ["POSTGRES_DB"] = "db",
        };
        foreach ((string name, string? value) in settings)
        {
            all[name] = value;
        }

        return DatabaseSettings.Read(all.GetValueOrDefault, "tls").Tls;
    }
}
