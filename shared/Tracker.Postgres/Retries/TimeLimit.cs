namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>
/// A cancellation token with a timeout, linked to another token. Unlike <see cref="CancellationTokenSource.CancelAfter(TimeSpan)"/>, it
/// cannot crash the process: an exception that a callback throws on the timer's thread is unhandled, and Npgsql's callback throws an
/// <see cref="ObjectDisposedException"/> if the connection breaks during the cancellation.
/// </summary>
public sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _outer;
    private readonly ITimer _timer;
    private volatile bool _isOver;

    /// <summary>Starts the timer.</summary>
    /// <param name="limit">The timeout; greater than zero.</param>
    /// <param name="time">The time provider.</param>
    /// <param name="outer">The token that also cancels <see cref="Token"/>.</param>
    public TimeLimit(TimeSpan limit, TimeProvider time, CancellationToken outer)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        _outer = outer.UnsafeRegister(static limit => CancelQuietly(((TimeLimit)limit!)._source), this);
        _timer = time.CreateTimer(static limit => ((TimeLimit)limit!).End(), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled at the timeout, or with the outer token.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the timeout has elapsed, whether or not the outer token was cancelled too.</summary>
    public bool IsOver => _isOver;

    /// <summary>Cancels a source and ignores exceptions of its callbacks. The cancelled operations report their own outcome.</summary>
    /// <param name="source">The source to cancel. A disposed source is ignored.</param>
    public static void CancelQuietly(CancellationTokenSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            source.Cancel();
        }
        catch (Exception error) when (error is AggregateException or ObjectDisposedException)
        {
            // All callbacks have run, and the awaiter of the operation sees its outcome.
        }
    }

    /// <summary>Stops the timer without cancelling.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _outer.Dispose();
        _source.Dispose();
    }

    private void End()
    {
        _isOver = true;
        CancelQuietly(_source);
    }
}
