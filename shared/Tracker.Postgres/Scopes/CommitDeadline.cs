using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Retries;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>
/// Bounds a COMMIT. Neither a command timeout nor a cancellation may do it: both send a cancel request, which would end the wait for the
/// synchronous standby, and the server would report success for a commit that is only local. The deadline closes the socket instead.
/// </summary>
internal sealed class CommitDeadline : IDisposable
{
    /// <summary>How long COMMIT may still take after the caller has cancelled: most commits end within it, with a known outcome.</summary>
    public static readonly TimeSpan AfterCancellation = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly NpgsqlConnection _connection;
    private readonly DatabaseOptions _options;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _caller;
    private bool _disposed;

    public CommitDeadline(NpgsqlConnection connection, DatabaseOptions options, TimeProvider time, CancellationToken caller)
    {
        (_connection, _options, _time) = (connection, options, time);
        _started = time.GetTimestamp();
        _timer = time.CreateTimer(static deadline => ((CommitDeadline)deadline!).End(), this, options.CommitTimeout, Timeout.InfiniteTimeSpan);
        _caller = caller.UnsafeRegister(static deadline => ((CommitDeadline)deadline!).Shorten(), this);
    }

    /// <summary>Cancelled at the deadline if the socket can't be closed.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>Whether the deadline has passed and the connection is closed.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The error of a COMMIT that ended with <paramref name="cause"/>.</summary>
    public Exception Explain(Exception cause) => IsOver
        ? new TimeoutException(
            $"COMMIT was not answered within {TimeWithUnit.Format(_options.CommitTimeout)} ({_options.SettingPrefix}COMMIT_TIMEOUT), or {TimeWithUnit.Format(AfterCancellation)} after a cancellation, and its connection was closed.",
            cause)
        : cause;

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        _caller.Dispose();
        _timer.Dispose();
        _cancellation.Dispose();
    }

    private void Shorten()
    {
        lock (_lock)
        {
            if (!_disposed && _options.CommitTimeout - _time.GetElapsedTime(_started) > AfterCancellation)
            {
                _timer.Change(AfterCancellation, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void End()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            IsOver = true;
            if (ConnectionSocket.TryAbort(_connection))
            {
                return;
            }
        }

        TimeLimit.CancelQuietly(_cancellation);
    }
}
