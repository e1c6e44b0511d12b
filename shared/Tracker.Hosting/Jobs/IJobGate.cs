namespace Tracker.Hosting.Jobs;

/// <summary>Holds back all jobs while a service can't work, such as on a schema that does not fit.</summary>
internal interface IJobGate
{
    /// <summary>Why no job may run; null if they may.</summary>
    string? ClosedBecause { get; }

    /// <summary>Whether a run failed because the gate should have been closed. It is then closed, and has logged why.</summary>
    ValueTask<bool> ExplainsAsync(Exception failure, CancellationToken cancellationToken);
}
