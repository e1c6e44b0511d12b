namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>
/// A token that is cancelled when a time is over, or when another token is. Unlike <see cref="CancellationTokenSource.CancelAfter(TimeSpan)"/>,
/// it can't end the process: what a callback throws on a timer's thread nobody catches, and Npgsql's throws (an
/// <see cref="ObjectDisposedException"/>) where the connection breaks while the cancellation waits for the answers to its first commands.
/// </summary>
public sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _outer;
    private readonly ITimer _timer;
    private volatile bool _isOver;

    /// <summary>Starts the time.</summary>
    /// <param name="limit">How long; above zero.</param>
    /// <param name="time">Whose timer.</param>
    /// <param name="outer">Cancels the token too.</param>
    public TimeLimit(TimeSpan limit, TimeProvider time, CancellationToken outer)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        _outer = outer.UnsafeRegister(static limit => CancelQuietly(((TimeLimit)limit!)._source), this);
        _timer = time.CreateTimer(static limit => ((TimeLimit)limit!).End(), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled by the time or by the other token.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The time is over (whether or not the other token was cancelled as well).</summary>
    public bool IsOver => _isOver;

    /// <summary>Cancels a source and lets what its callbacks throw be: the operations that were cancelled say themselves how they ended.</summary>
    /// <param name="source">What to cancel; one that is disposed already is left alone.</param>
    public static void CancelQuietly(CancellationTokenSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            source.Cancel();
        }
        catch (Exception error) when (error is AggregateException or ObjectDisposedException)
        {
            // Every callback has run; whoever waits for the operation sees its end.
        }
    }

    /// <summary>Ends the time without cancelling.</summary>
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
