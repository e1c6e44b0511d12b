using EFCore.ReadWriteSplitting.Retries;
using Microsoft.Extensions.Hosting;

namespace Tracker.Hosting.Jobs;

/// <summary>The two steps of a stop: no new batch begins; once the grace period is over, the running one is cancelled.</summary>
internal sealed class JobStop : IDisposable
{
    private readonly CancellationTokenSource _overdue = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _stopping;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _grace;
    private ITimer? _timer;

    public JobStop(IHostApplicationLifetime lifetime, JobOptions options, TimeProvider clock)
    {
        (_clock, _grace, _stopping) = (clock, options.Grace, lifetime.ApplicationStopping);
        _registration = _stopping.Register(BeginGrace);
    }

    /// <summary>The service is asked to stop: finish the batch, begin no other.</summary>
    public bool Requested => _stopping.IsCancellationRequested;

    /// <summary>Cancelled when the grace period is over.</summary>
    public CancellationToken Overdue => _overdue.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _timer?.Dispose();
        _overdue.Dispose();
    }

    private void BeginGrace() =>
        _timer = _clock.CreateTimer(static source => TimeLimit.CancelQuietly((CancellationTokenSource)source!), _overdue, _grace, Timeout.InfiniteTimeSpan);
}
