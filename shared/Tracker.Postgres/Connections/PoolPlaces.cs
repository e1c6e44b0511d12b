namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>A pool's places, one for each connection that can be in use; who finds none waits, up to the pool's time-out.</summary>
/// <param name="kind">Whose they are.</param>
/// <param name="size">How many.</param>
/// <param name="timeout">The longest wait.</param>
/// <param name="longestHeld">Who holds them, for the one who waits in vain.</param>
internal sealed class PoolPlaces(PoolKind kind, int size, TimeSpan timeout, Func<IReadOnlyList<string>> longestHeld)
{
    private readonly SemaphoreSlim _free = new(size, size);
    private int _waiting;
    private long _timeouts;

    public int Waiting => Volatile.Read(ref _waiting);

    public long Timeouts => Interlocked.Read(ref _timeouts);

    public bool TryTake() => _free.Wait(TimeSpan.Zero, CancellationToken.None);

    /// <exception cref="PoolExhaustedException">No place came free in time.</exception>
    public async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        if (TryTake())
        {
            return;
        }

        Interlocked.Increment(ref _waiting);
        try
        {
            if (!await _free.WaitAsync(timeout, cancellationToken))
            {
                Interlocked.Increment(ref _timeouts);
                throw new PoolExhaustedException(kind, size, timeout, longestHeld());
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void GiveBack() => _free.Release();
}
