using Npgsql;

namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>To the primary past the pools, for what is no unit of work (the schema's changes): through the proxy, or to the one of the listed nodes that takes writes.</summary>
public static class PrimaryConnection
{
    /// <summary>A source of such connections.</summary>
    public static NpgsqlDataSource Open(DatabaseOptions options)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Username = options.User,
            Password = options.Password,
            Database = options.Database,
            ApplicationName = options.ApplicationName,
            NoResetOnClose = true,
            MaxAutoPrepare = 0,
        };
        if (options.Hosts.Count == 0)
        {
            (settings.Host, settings.Port) = (options.Server, options.Port);
            return NpgsqlDataSource.Create(settings);
        }

        settings.Host = string.Join(',', options.Hosts);
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);
    }
}
