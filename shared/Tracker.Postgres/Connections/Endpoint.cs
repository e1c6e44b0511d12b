using System.Globalization;
using EFCore.ReadWriteSplitting.Configuration;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>An address to connect to: a port of the proxy, or a node of the list (<c>POSTGRES_HOSTS</c>).</summary>
internal sealed record Endpoint(string Host, int Port)
{
    /// <summary>Where connections of a kind may be opened.</summary>
    public static IReadOnlyList<Endpoint> Of(PoolKind kind, DatabaseOptions options) => options.Hosts switch
    {
        { Count: > 0 } hosts => [.. hosts.Select(Parse)],
        _ when kind == PoolKind.Read => [new Endpoint(options.ReadServer ?? options.Server, options.ReadPort)],
        _ => [new Endpoint(options.Server, options.Port)],
    };

    /// <summary>The form host:port.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    // Through PgBouncer in transaction pooling: no reset on close and no prepared statements (docs/consistency.md, "PgBouncer").
    public string ConnectionString(PoolKind kind, DatabaseOptions options) => new NpgsqlConnectionStringBuilder
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
        // A commit asks which of its statements failed.
        IncludeFailedBatchedCommand = true,
        CancellationTimeout = 1_000,
    }.ConnectionString;

    private static Endpoint Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        return new Endpoint(text[..colon], int.Parse(text.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
