using EFCore.ReadWriteSplitting.Configuration;

namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>
/// Limits the reads per process that fall back to the primary because no replica can serve them, so that lagging replicas do not
/// overload the primary.
/// </summary>
internal sealed class FallbackLimiter(DatabaseOptions options)
{
    private readonly SemaphoreSlim _slots = new(options.FallbackLimit, options.FallbackLimit);
    private long _refused;

    /// <summary>Fallback slots in use.</summary>
    public int InUse => options.FallbackLimit - _slots.CurrentCount;

    /// <summary>Reads that timed out waiting for a slot since startup.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Waits for a fallback slot.</summary>
    /// <returns>The slot, to be disposed of after the read; null if none became free within the timeout.</returns>
    public async Task<IDisposable?> AcquireAsync(CancellationToken cancellationToken)
    {
        if (await _slots.WaitAsync(options.FallbackWait, cancellationToken))
        {
            return new Slot(_slots);
        }

        Interlocked.Increment(ref _refused);
        return null;
    }

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                slots.Release();
            }
        }
    }
}
