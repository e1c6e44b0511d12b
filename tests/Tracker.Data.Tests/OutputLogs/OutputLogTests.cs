using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.OutputLogs;
using Tracker.Data.Tests.Cluster;
using Tracker.Geo.Reports;

namespace Tracker.Data.Tests.OutputLogs;

[Collection(OnCluster.Name)]
public sealed class OutputLogTests(ClusterFixture fixture) : IClassFixture<NoLeaks<OutputLogTests>>
{
    private const short Shard = 5;

    private static readonly LogMapping<Fix> Columns = LogMapping<Fix>.Empty
        .Column(outlier => outlier.RecordedAt)
        .Column(outlier => outlier.Key.Fingerprint)
        .Column(outlier => outlier.Latitude)
        .Column(outlier => outlier.Longitude);

    [Fact]
    public async Task Every_declared_column_has_the_type_of_the_table()
    {
        await fixture.ResetAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        foreach (OutputLog log in OutputLog.All)
        {
            foreach (LogColumn column in log.Columns)
            {
                await using NpgsqlCommand same = source.CreateCommand(
                    $"SELECT atttypid = '{column.Type}'::regtype FROM pg_attribute WHERE attrelid = '{log.Name}'::regclass AND attname = '{column.Name}'");
                Assert.True(await same.ExecuteScalarAsync() is true, $"{log.Name}.{column.Name} is declared as {column.Type}");
            }
        }
    }

    [Fact]
    public async Task Changes_are_numbered_without_gaps_superseding_entries_first()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(OutputLogTests));
        await WriteAsync(database, new LogChanges<Fix>([], [(69, Outlier(1)), (133, Outlier(2))]));
        await WriteAsync(database, new LogChanges<Fix>([1], [(69, Outlier(3))]));
        await WriteAsync(database, new LogChanges<Fix>([], []));

        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await using NpgsqlCommand entries = source.CreateCommand("""
            SELECT string_agg(concat_ws(' ', sequence, tracker_id, fingerprint, 'supersedes ' || supersedes, 'superseded by ' || superseded_by), '; ' ORDER BY sequence)
                || '; last ' || (SELECT sequence FROM output_logs WHERE log = 'outliers' AND shard = 5)
            FROM outliers WHERE shard = 5
            """);
        Assert.Equal("1 69 1 superseded by 3; 2 133 2; 3 69 1 supersedes 1; 4 69 3; last 4", await entries.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_mapping_that_lacks_a_column_is_refused()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(OutputLogTests));
        LogMapping<Fix> incomplete = LogMapping<Fix>.Empty.Column(outlier => outlier.RecordedAt);

        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
            () => WriteAsync(database, new LogChanges<Fix>([], [(69, Outlier(1))]), incomplete));

        Assert.Contains("outliers has 5 columns, and 2 are given", refused.Message, StringComparison.Ordinal);
    }

    private static Fix Outlier(long fingerprint) => new(new ReportKey(Stock.Start, fingerprint), 48, 16);

    private static Task WriteAsync(Database database, LogChanges<Fix> changes, LogMapping<Fix>? mapping = null) => database.WriteAsync(
        (write, token) => OutputLog.Outliers.WriteAsync(write, Shard, changes, mapping ?? Columns, token), CancellationToken.None);
}
