using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Pipeline;

namespace LocationAggregator.Storage;

/// <summary>Writes what a recomputation changes, and that it is done.</summary>
internal sealed class RecomputeEffects(Recomputation request, ShardEffects? changes) : ShardEffects
{
    public override int Entries => changes?.Entries ?? 0;

    public override async Task WriteAsync(WriteScope write, CancellationToken cancellationToken)
    {
        if (changes is not null)
        {
            await changes.WriteAsync(write, cancellationToken);
        }

        await Recomputations.EndAsync(write, request, cancellationToken);
    }
}
