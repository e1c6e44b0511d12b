using System.Globalization;
using EFCore.ReadWriteSplitting.Configuration;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>An address to connect to: a port of the proxy, or a listed node (<c>POSTGRES_HOSTS</c>).</summary>
internal sealed record Endpoint(string Host, int Port)
{
    /// <summary>How long the server may take to answer a cancel request before the connection is closed.</summary>
    public const int CancellationMilliseconds = 1_000;

    /// <summary>The addresses to which a pool connects.</summary>
    public static IReadOnlyList<Endpoint> Of(PoolKind kind, DatabaseOptions options) => options.Hosts switch
    {
        { Count: > 0 } hosts => [.. hosts.Select(Parse)],
        _ when kind == PoolKind.Read => [new Endpoint(options.ReadServer ?? options.Server, options.ReadPort)],
        _ => [new Endpoint(options.Server, options.Port)],
    };

    /// <summary>Returns <c>host:port</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    // For PgBouncer in transaction pooling mode: no reset on close, no prepared statements.
    public NpgsqlDataSourceBuilder CreateDataSourceBuilder(PoolKind kind, DatabaseOptions options)
    {
        NpgsqlConnectionStringBuilder settings = new()
        {
            Host = Host,
            Port = Port,
            Username = kind == PoolKind.Write ? options.User : options.ReadUser ?? options.User,
            Password = kind == PoolKind.Write ? options.Password : options.ReadPassword ?? options.Password,
            Database = options.Database,
            ApplicationName = options.ApplicationName,
            Pooling = false,
            Timeout = Seconds(options.ConnectTimeout),
            CommandTimeout = Seconds(options.CommandTimeout),
            KeepAlive = Seconds(options.KeepAlive),
            TcpKeepAlive = true,
            TcpKeepAliveTime = Seconds(options.KeepAlive),
            TcpKeepAliveInterval = 5,
            NoResetOnClose = true,
            MaxAutoPrepare = 0,
            // CommitAsync needs to know which statement of its batch failed.
            IncludeFailedBatchedCommand = true,
            CancellationTimeout = CancellationMilliseconds,
        };
        NpgsqlDataSourceBuilder source = options.Tls.CreateDataSourceBuilder(settings);
        // Without a name, Npgsql's metrics carry the connection string.
        source.Name = $"{kind} {this}";
        return source;
    }

    private static Endpoint Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        return new Endpoint(text[..colon], int.Parse(text.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
