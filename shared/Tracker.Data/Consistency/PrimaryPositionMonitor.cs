using Microsoft.Extensions.Logging;
using Npgsql;
using Tracker.Data.Connections;
using Tracker.Data.Routing;
using Tracker.Data.Scopes;

namespace Tracker.Data.Consistency;

/// <summary>Samples the primary's position, from the first bounded-staleness read on, so that such reads can be proven.</summary>
internal sealed partial class PrimaryPositionMonitor(ConnectionPool primary, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private const int Samples = 2_400;

    private readonly Lock _lock = new();
    private readonly PositionHistory _history = new(Samples);
    private readonly CancellationTokenSource _stop = new();
    private readonly long _started = time.GetTimestamp();
    private Task? _loop;

    public WriteToken? Proving(TimeSpan limit)
    {
        lock (_lock)
        {
            _loop ??= Task.Run(SampleAsync, CancellationToken.None);
            return _history.Proving(limit, time.GetElapsedTime(_started));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_loop is not null)
        {
            await _loop;
        }

        _stop.Dispose();
    }

    private async Task SampleAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                // Noted before asking: the position is at least as new as this moment.
                TimeSpan at = time.GetElapsedTime(_started);
                RouteDecision server = await AskAsync();
                if (server is { Role: NodeRole.Primary, Timeline: { } timeline })
                {
                    lock (_lock)
                    {
                        _history.Add(at, new WriteToken(server.SystemId, timeline, server.Position));
                    }
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogNoSample(error.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
        while (await TickAsync(timer));
    }

    private async Task<RouteDecision> AskAsync()
    {
        await using PooledConnection connection = await primary.OpenAsync(_stop.Token);
        await using var command = new NpgsqlCommand(ServerFacts.Sql, connection.Connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(_stop.Token);
        return await ServerFacts.ReadAsync(reader, RouteReason.PrimaryRequested, _stop.Token);
    }

    private async Task<bool> TickAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(1002, LogLevel.Information, "The primary's position could not be sampled, so bounded-staleness reads go to the primary: {Error}")]
    private partial void LogNoSample(string error);
}
