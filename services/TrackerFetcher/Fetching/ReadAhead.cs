using System.Runtime.CompilerServices;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Fetching;

/// <summary>Reads the next batch while the caller stores the last one: parsing needs the CPU, storing waits for the cluster.</summary>
internal static class ReadAhead
{
    /// <summary>The same batches in the same order, one of them read ahead. An error is thrown after the batches before it.</summary>
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
            // The batch that is being read is not needed, but an enumerator can't be disposed while it moves.
            await stop.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<bool> MoveAsync() => Task.Run(() => batches.MoveNextAsync().AsTask(), CancellationToken.None);
    }
}
