using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;

namespace Tracker.Data.Tests.Retention;

/// <summary>A consumer that makes nothing and keeps each tracker's last report of those that go.</summary>
internal sealed class Keeper(string name, Func<Task>? whileComputing = null) : IShardConsumer
{
    public string Name => name;

    public Task<Func<ConsumerCursor, bool>> DueAsync(ReadScope read, CancellationToken cancellationToken) =>
        Task.FromResult<Func<ConsumerCursor, bool>>(_ => false);

    public async Task<ShardEffects> ProcessAsync(ReadScope read, ShardBatch batch, CancellationToken cancellationToken)
    {
        if (whileComputing is not null)
        {
            await whileComputing();
        }

        return new NoEffects();
    }

    public async Task<HandOver> HandOverAsync(ReadScope read, ShardBatch batch, HandOverRequest request, CancellationToken cancellationToken)
    {
        Dictionary<long, Fix> last = await ReportHistory.BeforeAsync(read, request.Keys(), batch.UpTo, cancellationToken);
        return new HandOver([.. last.Select(row => (row.Key, row.Value.Key))]);
    }

    private sealed class NoEffects : ShardEffects
    {
        public override int Entries => 0;

        public override Task WriteAsync(WriteScope write, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
