using EFCore.ReadWriteSplitting.Configuration;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>Recognizes login errors that a retry cannot fix: a wrong user, password or database.</summary>
internal static class RefusedLogin
{
    // PgBouncer reports all of them with SQLSTATE 08P01.
    private static readonly string[] WrongPasswordTexts = ["SASL authentication failed", "password authentication failed", "no such user"];

    public static bool Is(PostgresException error) => IsWrongDatabase(error) || error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => true,
        PostgresErrorCodes.ProtocolViolation => Array.Exists(WrongPasswordTexts, text => error.MessageText.Contains(text, StringComparison.Ordinal)),
        _ => false,
    };

    /// <summary>The error that names the setting to correct.</summary>
    public static InvalidSettingException Setting(PostgresException refused, PoolKind pool, DatabaseOptions options)
    {
        if (IsWrongDatabase(refused))
        {
            return new InvalidSettingException("POSTGRES_DB", $"there is no database '{options.Database}' at {options}. Name another, or create it.");
        }

        (string user, string userSetting, string passwordSetting) = UserOf(pool, options);
        return new InvalidSettingException(
            passwordSetting, $"the server rejects the password of the user '{user}' ({refused.MessageText}). Correct {passwordSetting} or {userSetting}; if the password was changed, also in the pooler.");
    }

    /// <summary>
    /// Whether PgBouncer says only that it can't log in to the server. It passes the reason on to the first clients, and for a second or so
    /// tells all others this.
    /// </summary>
    public static bool IsRepeated(PostgresException error) => error.SqlState == PostgresErrorCodes.ProtocolViolation
        && error.MessageText.Contains("login has been failing", StringComparison.Ordinal);

    /// <summary>The error for a user who may not see <c>pg_stat_wal_receiver</c>, <c>pg_stat_replication</c> and others' sessions.</summary>
    public static InvalidSettingException MissingRole(PoolKind pool, DatabaseOptions options)
    {
        (string user, string setting, _) = UserOf(pool, options);
        return new InvalidSettingException(
            setting, $"the user '{user}' may not see the state of replication, without which no replica can be proven fresh. On the primary, run: GRANT pg_monitor TO \"{user}\"");
    }

    private static (string User, string UserSetting, string PasswordSetting) UserOf(PoolKind pool, DatabaseOptions options) =>
        pool == PoolKind.Write || options.ReadUser is not { } reader
            ? (options.User, "POSTGRES_USER", "POSTGRES_PASSWORD")
            : (reader, "POSTGRES_READ_USER", "POSTGRES_READ_PASSWORD");

    private static bool IsWrongDatabase(PostgresException error) => error.SqlState == PostgresErrorCodes.InvalidCatalogName;
}
