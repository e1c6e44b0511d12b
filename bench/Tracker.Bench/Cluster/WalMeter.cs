using Npgsql;

namespace Tracker.Bench.Cluster;

/// <summary>The WAL that the primary wrote during a stage, including full-page images.</summary>
/// <param name="Bytes">The distance between the insert positions.</param>
/// <param name="FullPageImages">The number of full-page images (<c>pg_stat_wal</c>).</param>
/// <param name="CountedBytes">The bytes according to <c>pg_stat_wal</c>; idle backends report late.</param>
internal readonly record struct Wal(long Bytes, long FullPageImages, long CountedBytes)
{
    private const double PageBytes = 8_192;

    public static Wal operator +(Wal left, Wal right) =>
        new(left.Bytes + right.Bytes, left.FullPageImages + right.FullPageImages, left.CountedBytes + right.CountedBytes);

    /// <summary>An upper bound of the share of full-page images: the WAL omits the hole of a page, this calculation does not.</summary>
    public double ImageShare => CountedBytes == 0 ? 0 : Math.Min(1, FullPageImages * PageBytes / CountedBytes);
}

/// <summary>Reads the primary's WAL counters before and after a stage.</summary>
internal sealed class WalMeter
{
    private const string Sql =
        "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint, wal_fpi, wal_bytes::bigint FROM pg_stat_wal";

    private readonly BenchCluster _cluster;
    private readonly Wal _before;

    private WalMeter(BenchCluster cluster, Wal before) => (_cluster, _before) = (cluster, before);

    public static async Task<WalMeter> StartAsync(BenchCluster cluster, CancellationToken ct) => new(cluster, await ReadAsync(cluster, ct));

    public async Task<Wal> StopAsync(CancellationToken ct)
    {
        Wal after = await ReadAsync(_cluster, ct);
        return new Wal(
            after.Bytes - _before.Bytes, after.FullPageImages - _before.FullPageImages, after.CountedBytes - _before.CountedBytes);
    }

    private static async Task<Wal> ReadAsync(BenchCluster cluster, CancellationToken ct)
    {
        await using NpgsqlCommand command = cluster.Primary.CreateCommand(Sql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new Wal(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }
}
