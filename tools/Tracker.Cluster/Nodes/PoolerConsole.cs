using System.Diagnostics;
using Tracker.Cluster.Configuration;

namespace Tracker.Cluster.Nodes;

/// <summary>PgBouncer's console, asked through psql: it knows only the simple protocol, which Npgsql does not speak.</summary>
internal static class PoolerConsole
{
    private const char Separator = '|';

    public static async Task<IReadOnlyList<PoolerClient>> ClientsAsync(string address, int port, string password, CancellationToken ct)
    {
        ProcessStartInfo start = new(
            Path.Combine(DebianTools.PostgresBin, "psql"),
            ["-X", "-A", "-F", $"{Separator}", "-c", "SHOW CLIENTS", $"host={address} port={port} dbname=pgbouncer user=pgbouncer_stats connect_timeout=5"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = password;
        using Process psql = Process.Start(start)!;
        Task<string> error = psql.StandardError.ReadToEndAsync(ct);
        string output = await psql.StandardOutput.ReadToEndAsync(ct);
        await psql.WaitForExitAsync(ct);
        return psql.ExitCode == 0
            ? Parse(output)
            : throw new ClusterException($"The PgBouncer at {address}:{port} does not tell its clients: {(await error).Trim()}");
    }

    internal static IReadOnlyList<PoolerClient> Parse(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] header = lines[0].Split(Separator);
        (int user, int address, int port, int since, int name) = (At("user"), At("addr"), At("port"), At("connect_time"), At("application_name"));
        return [.. lines.Skip(1)
            .Select(line => line.Split(Separator))
            .Where(fields => fields.Length == header.Length)
            .Select(fields => new PoolerClient(fields[user], fields[name], $"{fields[address]}:{fields[port]}", fields[since]))];

        int At(string column) => Array.IndexOf(header, column);
    }
}
