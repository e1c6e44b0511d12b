using System.Security.Authentication;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>Recognizes connection errors that come from the TLS settings, and names the setting to correct.</summary>
internal static class RefusedTls
{
    // Npgsql has no codes for these. TlsTests fails if an update changes the texts.
    private const string NoTlsText = "No SSL enabled connection from this host is configured";
    private const string NoBindingText = "Couldn't connect because ChannelBinding is set to Require";

    // OpenSSL's, of the alerts by which a server refuses a client's certificate.
    private static readonly string[] ClientCertificateAlerts = ["alert unknown ca", "alert bad certificate", "alert certificate"];

    /// <summary>The setting to correct; null if the error has another cause.</summary>
    public static InvalidSettingException? Setting(Exception error, DatabaseOptions options)
    {
        string mode = TlsSettings.NameOf(options.Tls.Mode);
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case PostgresException { SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification } refused:
                    return Refused(refused, options, mode);
                case PostgresException:
                    return null;
                case AuthenticationException:
                    return Rejected(cause, options, mode);
                case NpgsqlException when cause.Message.Contains(NoTlsText, StringComparison.Ordinal):
                    return new InvalidSettingException(
                        TlsSettings.Mode, $"is '{mode}', but the server offers no TLS ({options}). Turn it on there (PostgreSQL: ssl; PgBouncer: client_tls_sslmode).");
                case NpgsqlException when cause.Message.Contains(NoBindingText, StringComparison.Ordinal):
                    return new InvalidSettingException(
                        TlsSettings.Binding,
                        $"is 'require', but the server offers no channel binding ({options}). PgBouncer has none: use 'prefer', or connect to PostgreSQL itself, with TLS.");
                case IOException or NpgsqlException:
                    continue;
                default:
                    if (ClientCertificateAlerts.Any(alert => cause.Message.Contains(alert, StringComparison.Ordinal)))
                    {
                        return NotAccepted(options, cause.Message);
                    }

                    continue;
            }
        }

        return null;
    }

    // pg_hba.conf: hostssl, or clientcert.
    private static InvalidSettingException? Refused(PostgresException refused, DatabaseOptions options, string mode)
    {
        if (refused.MessageText.Contains("client certificate", StringComparison.Ordinal))
        {
            return NotAccepted(options, refused.MessageText);
        }

        return refused.MessageText.Contains("no encryption", StringComparison.Ordinal)
            ? new InvalidSettingException(TlsSettings.Mode, $"is '{mode}', but the server requires TLS ({refused.MessageText}). Use verify-full.")
            : null;
    }

    private static InvalidSettingException NotAccepted(DatabaseOptions options, string detail) => new(
        TlsSettings.Certificate,
        options.Tls.Certificate is { } certificate
            ? $"the server does not accept '{certificate}' ({detail}). Name a certificate that an authority of the server's ssl_ca_file has signed."
            : $"is not set, but the server requires a client certificate ({detail}). Set {TlsSettings.Certificate} and {TlsSettings.Key}.");

    // With authorities of our own, Npgsql's error does not tell a wrong name from an unknown authority.
    private static InvalidSettingException Rejected(Exception error, DatabaseOptions options, string mode)
    {
        string detail = error.InnerException is { } inner ? $"{error.Message} {inner.Message}" : error.Message;
        string authorities = options.Tls.RootCertificate is { } root ? $"{TlsSettings.RootCertificate} ('{root}')" : $"the machine's trust store; {TlsSettings.RootCertificate} names another";
        bool isNameKnown = error.Message.Contains("RemoteCertificateChainErrors", StringComparison.Ordinal);
        return options.Tls.Mode == SslMode.VerifyFull && !isNameKnown
            ? new InvalidSettingException(
                TlsSettings.Mode,
                $"is '{mode}', and the server's certificate is for another name than that by which it is reached ({options}), or is not signed by an authority of {authorities}. ({detail})")
            : new InvalidSettingException(
                TlsSettings.RootCertificate, $"the server's certificate ({options}) is not signed by an authority of {authorities}. ({detail})");
    }
}
