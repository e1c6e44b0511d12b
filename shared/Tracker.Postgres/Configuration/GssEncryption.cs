using Npgsql;

namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>
/// Whether connections try GSS encryption first. Npgsql does by default: each connection then costs a refused attempt, and exceptions and a
/// line on standard error where libgssapi_krb5 is missing, as in the ASP.NET images.
/// </summary>
internal static class GssEncryption
{
    private const string Variable = "PGGSSENCMODE";

    /// <summary>Disabled, unless <c>PGGSSENCMODE</c>, which libpq and Npgsql know, asks for it.</summary>
    public static GssEncryptionMode Mode => Parse(Environment.GetEnvironmentVariable(Variable));

    /// <exception cref="InvalidSettingException">It is no mode.</exception>
    public static GssEncryptionMode Parse(string? asked) => asked switch
    {
        null or "" => GssEncryptionMode.Disable,
        _ when Enum.TryParse(asked, ignoreCase: true, out GssEncryptionMode mode) && Enum.IsDefined(mode) => mode,
        _ => throw new InvalidSettingException(Variable, $"is '{asked}'. Use disable, prefer or require."),
    };
}
