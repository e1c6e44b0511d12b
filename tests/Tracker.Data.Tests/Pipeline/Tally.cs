using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;

namespace Tracker.Data.Tests.Pipeline;

/// <summary>A consumer that writes down each report that it was given: whatever is counted twice, skipped or made up shows.</summary>
internal sealed class Tally(Func<ShardBatch, Task>? whileComputing = null, bool isAlwaysDue = false) : IShardConsumer
{
    public string Name => Consumers.LocationAggregator;

    public static async Task CreateTableAsync(Database database) => await database.WriteAsync(
        async (write, token) =>
        {
            await using NpgsqlCommand create = write.Command("CREATE TABLE tally (shard smallint, position bigint, tracker_id bigint, fingerprint bigint)");
            await create.ExecuteNonQueryAsync(token);
        },
        CancellationToken.None);

    public Task<Func<ConsumerCursor, bool>> DueAsync(ReadScope read, CancellationToken cancellationToken) =>
        Task.FromResult<Func<ConsumerCursor, bool>>(_ => isAlwaysDue);

    public async Task<ShardEffects> ProcessAsync(ReadScope read, ShardBatch batch, CancellationToken cancellationToken)
    {
        if (whileComputing is not null)
        {
            await whileComputing(batch);
        }

        return new Effects(batch);
    }

    public Task<HandOver> HandOverAsync(ReadScope read, ShardBatch batch, HandOverRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(HandOver.Nothing);

    private sealed class Effects(ShardBatch batch) : ShardEffects
    {
        public override int Entries => batch.Reports.Count;

        public override async Task WriteAsync(WriteScope write, CancellationToken cancellationToken)
        {
            await using NpgsqlCommand insert = write.Command(
                "INSERT INTO tally SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[])",
                batch.Shard,
                batch.Reports.Select(report => report.Position).ToArray(),
                batch.Reports.Select(report => report.TrackerId).ToArray(),
                batch.Reports.Select(report => report.Fix.Key.Fingerprint).ToArray());
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
