using EFCore.ReadWriteSplitting.Configuration;

namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>
/// How many reads of this process may be on the primary because no replica can serve them. Lagging replicas must not take the
/// primary down with them.
/// </summary>
internal sealed class FallbackGate(DatabaseOptions options)
{
    private readonly SemaphoreSlim _places = new(options.FallbackLimit, options.FallbackLimit);
    private long _refused;

    /// <summary>Reads there at the moment.</summary>
    public int Inside => options.FallbackLimit - _places.CurrentCount;

    /// <summary>Reads that were refused, since the start.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Waits for a place.</summary>
    /// <returns>To be disposed of when the read has ended; null: none came free in time.</returns>
    public async Task<IDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        if (await _places.WaitAsync(options.FallbackWait, cancellationToken))
        {
            return new Place(_places);
        }

        Interlocked.Increment(ref _refused);
        return null;
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                places.Release();
            }
        }
    }
}
