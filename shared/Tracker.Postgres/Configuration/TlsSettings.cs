using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>Reads <see cref="TlsOptions"/>, and the files that they name, so that a wrong one is reported at the start.</summary>
internal static class TlsSettings
{
    public const string Mode = "POSTGRES_SSLMODE";
    public const string RootCertificate = "POSTGRES_SSLROOTCERT";
    public const string Certificate = "POSTGRES_SSLCERT";
    public const string Key = "POSTGRES_SSLKEY";
    public const string Binding = "POSTGRES_CHANNELBINDING";

    // libpq's value for the authorities that the machine trusts.
    private const string System = "system";

    public static TlsOptions Read(Func<string, string?> setting)
    {
        TlsOptions options = new()
        {
            Mode = ReadMode(setting(Mode)?.Trim()),
            RootCertificate = Path(setting, RootCertificate) is { } root && root != System ? root : null,
            Certificate = Path(setting, Certificate),
            Key = Path(setting, Key),
            ChannelBinding = ReadBinding(setting(Binding)?.Trim()),
        };
        Validate(options, Path(setting, RootCertificate));
        return options;
    }

    /// <summary>The value of <c>POSTGRES_SSLMODE</c> that stands for a mode.</summary>
    public static string NameOf(SslMode mode) => mode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };

    private static SslMode ReadMode(string? text) => text switch
    {
        null or "" => SslMode.Prefer,
        "disable" => SslMode.Disable,
        "allow" => SslMode.Allow,
        "prefer" => SslMode.Prefer,
        "require" => SslMode.Require,
        "verify-ca" => SslMode.VerifyCA,
        "verify-full" => SslMode.VerifyFull,
        _ => throw new InvalidSettingException(Mode, $"is '{text}'. Use one of disable, allow, prefer, require, verify-ca, verify-full."),
    };

    private static ChannelBinding ReadBinding(string? text) => text switch
    {
        null or "" or "prefer" => ChannelBinding.Prefer,
        "disable" => ChannelBinding.Disable,
        "require" => ChannelBinding.Require,
        _ => throw new InvalidSettingException(Binding, $"is '{text}'. Use one of disable, prefer, require."),
    };

    private static void Validate(TlsOptions options, string? root)
    {
        string mode = NameOf(options.Mode);
        if (root is not null && options.Mode is not (SslMode.VerifyCA or SslMode.VerifyFull))
        {
            throw new InvalidSettingException(
                Mode, $"is '{mode}', which verifies no certificate, but {RootCertificate} is set ('{root}'). Use verify-full or verify-ca, or remove {RootCertificate}.");
        }

        if (options.Certificate is null != options.Key is null)
        {
            (string missing, string set) = options.Key is null ? (Key, Certificate) : (Certificate, Key);
            throw new InvalidSettingException(missing, $"is not set, but {set} is. Set both or neither.");
        }

        if (options.Mode == SslMode.Disable && (options.Certificate is not null || options.ChannelBinding == ChannelBinding.Require))
        {
            string needing = options.Certificate is not null ? Certificate : Binding;
            throw new InvalidSettingException(Mode, $"is 'disable', but {needing} needs TLS. Use require, verify-ca or verify-full, or remove {needing}.");
        }

        ReadFiles(options);
    }

    private static void ReadFiles(TlsOptions options)
    {
        if (options.RootCertificate is { } root)
        {
            Load(RootCertificate, root, () =>
            {
                X509Certificate2Collection authorities = [];
                authorities.ImportFromPemFile(root);
                return authorities;
            });
        }

        if (options is { Certificate: { } certificate, Key: { } key })
        {
            Load(Certificate, certificate, () => [X509CertificateLoader.LoadCertificateFromFile(certificate)]);
            Load(Key, key, () => [X509Certificate2.CreateFromPemFile(certificate, key)]);
        }
    }

    private static void Load(string name, string path, Func<X509Certificate2Collection> load)
    {
        try
        {
            X509Certificate2Collection certificates = load();
            if (certificates.Count == 0)
            {
                throw new InvalidSettingException(name, $"'{path}' holds no certificate. Name a PEM file with one.");
            }

            foreach (X509Certificate2 certificate in certificates)
            {
                certificate.Dispose();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidSettingException(name, $"'{path}' can't be read ({error.Message}). Name a file that this user can read.");
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new InvalidSettingException(name, $"'{path}' can't be used ({error.Message}). Name a PEM file; a key must belong to {Certificate} and have no password.");
        }
    }

    private static string? Path(Func<string, string?> setting, string name) =>
        setting(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
