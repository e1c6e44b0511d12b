using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Pipeline;

namespace LocationAggregator.Storage;

/// <summary>Writes the changes of a recomputation, and marks it as done.</summary>
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
