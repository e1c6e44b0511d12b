using System.Diagnostics;
using Tracker.Cluster.Configuration;
using Tracker.Cluster.Primitives;

namespace Tracker.Cluster.Nodes;

/// <summary>PgBouncer's admin console, accessed through psql because it supports only the simple query protocol.</summary>
internal static class PgBouncerConsole
{
    private const char Separator = '|';

    public static async Task<IReadOnlyList<PgBouncerClient>> ClientsAsync(string address, int port, string password, CancellationToken ct)
    {
        ProcessStartInfo start = new(
            Path.Combine(DebianTools.PostgresBin, "psql"),
            [
                "-X",
                "-A",
                "-F",
                $"{Separator}",
                "-c",
                "SHOW CLIENTS",
                $"host={address} port={port} dbname=pgbouncer user=pgbouncer_stats connect_timeout=5",
            ])
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
            : throw new ClusterException($"SHOW CLIENTS failed on PgBouncer at {address}:{port}: {(await error).Trim()}");
    }

    internal static IReadOnlyList<PgBouncerClient> Parse(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] header = lines[0].Split(Separator);
        (int user, int address, int port, int since, int name) = (At("user"), At("addr"), At("port"), At("connect_time"), At("application_name"));
        return [.. lines.Skip(1)
            .Select(line => line.Split(Separator))
            .Where(fields => fields.Length == header.Length)
            .Select(fields => new PgBouncerClient(fields[user], fields[name], $"{fields[address]}:{fields[port]}", fields[since]))];

        int At(string column) => Array.IndexOf(header, column);
    }
}
