using EFCore.ReadWriteSplitting.Configuration;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>A pool's slots, one per connection that can be in use. A scope that finds none free waits, up to the pool's timeout.</summary>
/// <param name="kind">The pool.</param>
/// <param name="size">The number of slots.</param>
/// <param name="options">The timeout, and how settings are named in errors.</param>
/// <param name="longestHeld">Describes the connections held longest, for the error of a wait that times out.</param>
internal sealed class PoolSlots(PoolKind kind, int size, DatabaseOptions options, Func<IReadOnlyList<string>> longestHeld)
{
    private readonly SemaphoreSlim _free = new(size, size);
    private int _waiting;
    private long _timeouts;

    public int Waiting => Volatile.Read(ref _waiting);

    public long Timeouts => Interlocked.Read(ref _timeouts);

    public bool TryTake() => _free.Wait(TimeSpan.Zero, CancellationToken.None);

    /// <exception cref="PoolExhaustedException">No slot became free within the timeout.</exception>
    public async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        if (TryTake())
        {
            return;
        }

        Interlocked.Increment(ref _waiting);
        try
        {
            if (!await _free.WaitAsync(options.PoolTimeout, cancellationToken))
            {
                Interlocked.Increment(ref _timeouts);
                throw new PoolExhaustedException(kind, size, options.PoolTimeout, longestHeld(), options.SettingPrefix);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Release() => _free.Release();
}
