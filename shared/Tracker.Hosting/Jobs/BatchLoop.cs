using Tracker.Hosting.Jobs;

namespace Tracker.Hosting;

/// <summary>
/// Runs batch after batch until one says that nothing is left or the service is asked to stop; each is a sign of life. A job that
/// works off a backlog goes through it, so that a stop never waits for the whole backlog.
/// </summary>
public sealed class BatchLoop
{
    private readonly JobHeartbeats _heartbeats;
    private readonly JobStop _stop;

    internal BatchLoop(JobHeartbeats heartbeats, JobStop stop) => (_heartbeats, _stop) = (heartbeats, stop);

    /// <summary>The service is asked to stop: end what is begun, begin nothing.</summary>
    public bool StopRequested => _stop.Requested;

    /// <summary>Runs <paramref name="batch"/> until it returns false (nothing is left) or a stop is asked for.</summary>
    /// <typeparam name="TJob">The job that runs it, whose sign of life each batch is.</typeparam>
    /// <param name="batch">One batch; true where there may be more to do at once.</param>
    /// <param name="cancellationToken">The token that the job was given; it is cancelled when a stop can wait no longer.</param>
    public async ValueTask RunAsync<TJob>(Func<CancellationToken, ValueTask<bool>> batch, CancellationToken cancellationToken)
    {
        bool more = true;
        while (more && !_stop.Requested)
        {
            more = await batch(cancellationToken);
            _heartbeats.Sign(JobName.Of(typeof(TJob)));
        }
    }

    /// <summary>A sign of life of a job in the midst of something long.</summary>
    /// <typeparam name="TJob">The job.</typeparam>
    public void SignOfLife<TJob>() => _heartbeats.Sign(JobName.Of(typeof(TJob)));
}
