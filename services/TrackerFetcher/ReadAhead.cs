using System.Runtime.CompilerServices;
using TrackerFetcher.Sources;

namespace TrackerFetcher;

/// <summary>Reads the next batch while the last one is stored: parsing costs the processor, storing waits for the cluster.</summary>
internal static class ReadAhead
{
    /// <summary>The same batches in the same order, one read ahead; an error comes after the batches before it.</summary>
    public static async IAsyncEnumerable<SourceBatch> ByOneBatch(
        Func<CancellationToken, IAsyncEnumerable<SourceBatch>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using IAsyncEnumerator<SourceBatch> batches = read(stop.Token).GetAsyncEnumerator(stop.Token);
        Task<bool> next = MoveAsync();
        try
        {
            while (await next)
            {
                SourceBatch batch = batches.Current;
                next = MoveAsync();
                yield return batch;
            }
        }
        finally
        {
            // Nobody wants what is being read: an enumerator that still moves can't be disposed.
            await stop.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<bool> MoveAsync() => Task.Run(() => batches.MoveNextAsync().AsTask(), CancellationToken.None);
    }
}
