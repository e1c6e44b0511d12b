using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using Npgsql;

namespace Tracker.Drills.Failover;

/// <summary>
/// Measures for how long reads go to the primary although a new connection to the read port would lead to a replica. Eventual reads belong
/// on replicas.
/// </summary>
/// <param name="readPort">Connects to the read port.</param>
internal sealed class ReadBalance(string readPort)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads on the primary that are further apart than this belong to different periods.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(1);

    private readonly string _readPort = new NpgsqlConnectionStringBuilder(readPort) { Pooling = false, Timeout = 2, CommandTimeout = 2 }.ConnectionString;
    private readonly Lock _lock = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private TimeSpan? _replicaSince;
    private TimeSpan _periodStart;
    private TimeSpan _lastOnPrimary = TimeSpan.MinValue;

    /// <summary>The longest time in which reads went to the primary although a replica was to be had.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>Reads on the primary.</summary>
    public int OnPrimary { get; private set; }

    private TimeSpan Now => TimeProvider.System.GetElapsedTime(_started);

    /// <summary>Asks the read port with new connections until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            bool isReplica = await LeadsToReplicaAsync();
            lock (_lock)
            {
                _replicaSince = isReplica ? _replicaSince ?? Now : null;
            }

            await Task.Delay(Poll, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Records where a read was served.</summary>
    public void Record(RouteDecision route)
    {
        if (route.Role != NodeRole.Primary)
        {
            return;
        }

        lock (_lock)
        {
            TimeSpan now = Now;
            OnPrimary++;
            if (_lastOnPrimary == TimeSpan.MinValue || now - _lastOnPrimary > Gap)
            {
                _periodStart = now;
            }

            _lastOnPrimary = now;
            if (_replicaSince is { } since)
            {
                TimeSpan late = now - (since > _periodStart ? since : _periodStart);
                Longest = late > Longest ? late : Longest;
            }
        }
    }

    private async Task<bool> LeadsToReplicaAsync()
    {
        try
        {
            await using NpgsqlConnection connection = new(_readPort);
            await connection.OpenAsync(CancellationToken.None);
            await using NpgsqlCommand command = new("SELECT pg_is_in_recovery()", connection);
            return await command.ExecuteScalarAsync(CancellationToken.None) is true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
