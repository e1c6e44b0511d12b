using Npgsql;

namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>Connects to the primary without the pools, for work outside of units of work, such as migrations.</summary>
public static class PrimaryConnection
{
    /// <summary>
    /// Creates a data source whose connections lead to the primary: through the proxy, or to the primary among the listed nodes.
    /// </summary>
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
            KeepAlive = (int)Math.Ceiling(options.KeepAlive.TotalSeconds),
            TcpKeepAlive = true,
        };
        if (options.Hosts.Count == 0)
        {
            (settings.Host, settings.Port) = (options.Server, options.Port);
            return options.Tls.CreateDataSourceBuilder(settings).Build();
        }

        settings.Host = string.Join(',', options.Hosts);
        return options.Tls.CreateDataSourceBuilder(settings).BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);
    }
}
