using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>
/// How connections are encrypted, and how servers and clients prove who they are. The settings have libpq's names and values.
/// </summary>
public sealed record TlsOptions
{
    /// <summary>
    /// Whether TLS is used, and what is verified (<c>POSTGRES_SSLMODE</c>: disable, allow, prefer, require, verify-ca, verify-full). By
    /// default <see cref="SslMode.Prefer"/>, as in libpq: TLS if the server offers it, and nothing is verified.
    /// </summary>
    public SslMode Mode { get; init; } = SslMode.Prefer;

    /// <summary>
    /// File with the certificates of the authorities that may sign a server's certificate, as PEM (<c>POSTGRES_SSLROOTCERT</c>). If null,
    /// the authorities that the machine trusts.
    /// </summary>
    public string? RootCertificate { get; init; }

    /// <summary>File with the client's certificate, as PEM (<c>POSTGRES_SSLCERT</c>).</summary>
    public string? Certificate { get; init; }

    /// <summary>File with the client's private key, as PEM, not encrypted (<c>POSTGRES_SSLKEY</c>).</summary>
    public string? Key { get; init; }

    /// <summary>
    /// Whether the authentication is bound to the TLS connection, so that nobody in between can forward it
    /// (<c>POSTGRES_CHANNELBINDING</c>: disable, prefer, require). By default it is if the server offers it. PgBouncer does not.
    /// </summary>
    public ChannelBinding ChannelBinding { get; init; } = ChannelBinding.Prefer;

    /// <summary>
    /// Creates a builder of a data source whose connections are encrypted as these options say. GSS encryption is not tried, unless
    /// <c>PGGSSENCMODE</c> asks for it.
    /// </summary>
    /// <param name="settings">The other settings; those of encryption are set.</param>
    public NpgsqlDataSourceBuilder CreateDataSourceBuilder(NpgsqlConnectionStringBuilder settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.GssEncryptionMode = GssEncryption.Mode;
        settings.SslMode = Mode;
        settings.ChannelBinding = ChannelBinding;
        settings.RootCertificate = RootCertificate;
        settings.SslCertificate = Certificate;
        settings.SslKey = Key;
        NpgsqlDataSourceBuilder source = new(settings.ConnectionString);
        // Where nothing is named, Npgsql takes PGSSLROOTCERT, PGSSLCERT or the files in ~/.postgresql, of which the settings know nothing.
        if (RootCertificate is null && Mode is (SslMode.VerifyCA or SslMode.VerifyFull))
        {
            source.UseRootCertificatesCallback(MachineAuthorities);
        }

        if (Certificate is null)
        {
            source.UseSslClientAuthenticationOptionsCallback(static tls => (tls.ClientCertificates, tls.ClientCertificateContext) = (null, null));
        }

        return source;
    }

    private static X509Certificate2Collection MachineAuthorities()
    {
        using X509Store store = new(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        return store.Certificates;
    }
}
