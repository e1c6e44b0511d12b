namespace Tracker.Hosting.Jobs;

/// <summary>Whether jobs may run. A service that works outside of its jobs waits for it too.</summary>
public sealed class JobGates
{
    internal static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private readonly IJobGate[] _gates;
    private readonly TimeProvider _clock;

    internal JobGates(IEnumerable<IJobGate> gates, TimeProvider clock) => (_gates, _clock) = ([.. gates], clock);

    /// <summary>Whether a gate is closed, so that no job may run.</summary>
    public bool IsClosed => Array.Exists(_gates, gate => gate.ClosedBecause is not null);

    /// <summary>Waits until jobs may run.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (IsClosed) await Task.Delay(Poll, _clock, cancellationToken);
    }

    /// <summary>Whether a run failed because a gate should have been closed.</summary>
    internal async ValueTask<bool> ExplainAsync(Exception failure, CancellationToken cancellationToken)
    {
        foreach (IJobGate gate in _gates)
        {
            if (await gate.ExplainsAsync(failure, cancellationToken)) return true;
        }

        return false;
    }
}
