namespace Tracker.Hosting.Jobs;

/// <summary>
/// Runs batch after batch until one reports that nothing is left or the service is asked to stop. Each batch is a heartbeat of its job.
/// A stop waits for the running batch, never for the whole backlog.
/// </summary>
public sealed class BatchLoop
{
    private readonly JobHeartbeats _heartbeats;
    private readonly JobStop _stop;

    internal BatchLoop(JobHeartbeats heartbeats, JobStop stop) => (_heartbeats, _stop) = (heartbeats, stop);

    /// <summary>The service is asked to stop: finish what has begun, begin nothing.</summary>
    public bool StopRequested => _stop.Requested;

    /// <summary>Runs <paramref name="batch"/> until it returns false (nothing is left) or the service is asked to stop.</summary>
    /// <typeparam name="TJob">The job whose heartbeat each batch is.</typeparam>
    /// <param name="batch">One batch; true where there may be more to do at once.</param>
    /// <param name="cancellationToken">The job's token. It is cancelled when the stop can wait no longer.</param>
    public async ValueTask RunAsync<TJob>(Func<CancellationToken, ValueTask<bool>> batch, CancellationToken cancellationToken)
    {
        bool more = true;
        while (more && !_stop.Requested)
        {
            more = await batch(cancellationToken);
            _heartbeats.Beat(JobName.Of(typeof(TJob)));
        }
    }

    /// <summary>A heartbeat of a job within a long batch.</summary>
    /// <typeparam name="TJob">The job.</typeparam>
    public void Heartbeat<TJob>() => _heartbeats.Beat(JobName.Of(typeof(TJob)));
}
