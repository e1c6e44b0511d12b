using System.Globalization;

namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>
/// Reads <see cref="DatabaseOptions"/> from named settings, such as environment variables, and validates their ranges. <c>POSTGRES_*</c>
/// describes the cluster; the names of the library's own settings begin with a prefix that the application chooses.
/// </summary>
public static class DatabaseSettings
{
    /// <summary>The default prefix of the library's own settings.</summary>
    public const string DefaultPrefix = "DATABASE_";

    /// <summary>Reads the options from <paramref name="setting"/>.</summary>
    /// <param name="setting">Returns the value of a setting by its name; null or empty if it is not set.</param>
    /// <param name="applicationName">The service's name, shown in <c>pg_stat_activity</c>.</param>
    /// <param name="prefix">Prefix of the library's own settings, such as <c>DATABASE_</c> in <c>DATABASE_READ_SPLIT</c>.</param>
    /// <exception cref="InvalidSettingException">A setting is missing or invalid.</exception>
    public static DatabaseOptions Read(Func<string, string?> setting, string applicationName, string prefix = DefaultPrefix)
    {
        string user = Required(setting, "POSTGRES_USER");
        string? readUser = Optional(setting, "POSTGRES_READ_USER");
        TimeSpan idleInTransaction = Duration(setting, prefix + "IDLE_IN_TRANSACTION_TIMEOUT", 10, 1, 600);
        IReadOnlyList<string> hosts = HostList.Read(Optional(setting, "POSTGRES_HOSTS"));
        return new DatabaseOptions
        {
            Hosts = hosts,
            Server = hosts.Count > 0 ? "" : Required(setting, "POSTGRES_SERVER"),
            Port = Integer(setting, "POSTGRES_PORT", 5432, 1, 65535),
            ReadPort = Integer(setting, "POSTGRES_READ_PORT", 5433, 1, 65535),
            ReadServer = Optional(setting, "POSTGRES_READ_SERVER"),
            User = user,
            Password = Secret(setting, "POSTGRES_PASSWORD")
                ?? throw new InvalidSettingException("POSTGRES_PASSWORD", "is not set. Set it, or POSTGRES_PASSWORD_FILE to a file that holds it."),
            ReadUser = readUser,
            ReadPassword = readUser is null
                ? null
                : Secret(setting, "POSTGRES_READ_PASSWORD")
                    ?? throw new InvalidSettingException("POSTGRES_READ_PASSWORD", $"is not set, but POSTGRES_READ_USER is ('{readUser}'). Set both or neither."),
            Database = Required(setting, "POSTGRES_DB"),
            Tls = TlsSettings.Read(setting),
            ReadSplit = Switch(setting, prefix + "READ_SPLIT", true),
            ApplicationName = applicationName,
            SettingPrefix = prefix,
            WritePoolSize = Integer(setting, prefix + "WRITE_POOL", 10, 1, 500),
            ConnectTimeout = Duration(setting, prefix + "CONNECT_TIMEOUT", 5, 1, 60),
            PoolTimeout = Duration(setting, prefix + "POOL_TIMEOUT", 30, 1, 600),
            CommandTimeout = Duration(setting, prefix + "COMMAND_TIMEOUT", 30, 1, 600),
            CommitTimeout = Duration(setting, prefix + "COMMIT_TIMEOUT", 60, 1, 600),
            ConnectionLifetime = Duration(setting, prefix + "CONNECTION_LIFETIME", 60, 10, 86_400),
            KeepAlive = KeepAlive(setting, prefix, idleInTransaction),
            LockTimeout = Duration(setting, prefix + "LOCK_TIMEOUT", 15, 0.1, 600),
            IdleInTransactionTimeout = idleInTransaction,
            RetryDeadline = Duration(setting, prefix + "RETRY_DEADLINE", 90, 1, 3_600),
            ReplicaWait = Duration(setting, prefix + "REPLICA_WAIT", 0.5, 0, 60),
            FallbackLimit = Integer(setting, prefix + "FALLBACK_LIMIT", 5, 1, 500),
            FallbackWait = Duration(setting, prefix + "FALLBACK_WAIT", 2, 0, 60),
            MonitorInterval = Duration(setting, prefix + "MONITOR_INTERVAL", 0.25, 0.05, 10),
            ProbeTimeout = Duration(setting, prefix + "PROBE_TIMEOUT", 1, 0.1, 10),
            LagLimits = new LagLimits(
                Size(setting, prefix + "LAG_WARN", LagLimits.Default.WarnBytes),
                Size(setting, prefix + "LAG_BYTES", LagLimits.Default.LaggingBytes),
                Duration(setting, prefix + "LAG_TIME", 0.5, 0.01, 3_600)),
            ScopeLimit = Duration(setting, prefix + "SCOPE_LIMIT", 60, 1, 3_600),
        };
    }

    private static TimeSpan KeepAlive(Func<string, string?> setting, string prefix, TimeSpan idle)
    {
        TimeSpan keepAlive = Duration(setting, prefix + "KEEPALIVE", 30, 1, 600);
        return keepAlive > idle
            ? keepAlive
            : throw new InvalidSettingException(
                prefix + "KEEPALIVE",
                $"is {TimeWithUnit.Format(keepAlive)}, but must be longer than {prefix}IDLE_IN_TRANSACTION_TIMEOUT ({TimeWithUnit.Format(idle)}): it would keep a hung writer's transaction alive.");
    }

    private static string? Optional(Func<string, string?> setting, string name) =>
        setting(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static string Required(Func<string, string?> setting, string name) =>
        Optional(setting, name) ?? throw new InvalidSettingException(name, "is not set. Set it in the environment.");

    private static string? Secret(Func<string, string?> setting, string name)
    {
        if (setting(name) is { Length: > 0 } value)
        {
            return value;
        }

        if (Optional(setting, name + "_FILE") is not { } path)
        {
            return null;
        }

        try
        {
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidSettingException(name + "_FILE", $"'{path}' can't be read ({exception.Message}). Point it to a readable file that holds the password.");
        }
    }

    private static bool Switch(Func<string, string?> setting, string name, bool defaultValue) => Optional(setting, name)?.ToLowerInvariant() switch
    {
        null => defaultValue,
        "on" or "true" or "1" => true,
        "off" or "false" or "0" => false,
        var value => throw new InvalidSettingException(name, $"is '{value}'. Use 'on' or 'off'."),
    };

    private static int Integer(Func<string, string?> setting, string name, int defaultValue, int lowest, int highest)
    {
        if (Optional(setting, name) is not { } text)
        {
            return defaultValue;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= lowest && value <= highest
            ? value
            : throw new InvalidSettingException(name, $"is '{text}'. Use a whole number from {lowest} to {highest}.");
    }

    /// <summary>A size with a unit: <c>512KB</c>, <c>10MB</c>, <c>1GB</c> (powers of 1024, as in PostgreSQL).</summary>
    private static long Size(Func<string, string?> setting, string name, long defaultValue) => Optional(setting, name) switch
    {
        null => defaultValue,
        var text when SizeWithUnit.TryParse(text, out long bytes) => bytes,
        var text => throw new InvalidSettingException(name, $"is '{text}'. Use a size with its unit (512KB, 10MB, 1GB) from 1KB to 1TB."),
    };

    /// <summary>A time with a unit: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>.</summary>
    private static TimeSpan Duration(Func<string, string?> setting, string name, double defaultValue, double lowest, double highest)
    {
        if (Optional(setting, name) is not { } text)
        {
            return TimeSpan.FromSeconds(defaultValue);
        }

        return TimeWithUnit.TryParse(text, out TimeSpan value) && value.TotalSeconds >= lowest && value.TotalSeconds <= highest
            ? value
            : throw new InvalidSettingException(
                name,
                $"is '{text}'. Use a time with its unit (500ms, 30s, 5m, 1h) from {TimeWithUnit.Format(TimeSpan.FromSeconds(lowest))} to {TimeWithUnit.Format(TimeSpan.FromSeconds(highest))}.");
    }
}
