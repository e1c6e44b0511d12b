using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Routing;
using Polly;
using Polly.Retry;

namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>Retries a unit of work as a whole after transient errors, with exponential backoff and jitter, up to a deadline.</summary>
internal sealed class RetryPolicy
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);
    private static readonly ResiliencePropertyKey<Run> RunKey = new(nameof(Run));

    private readonly DatabaseOptions _options;
    private readonly TimeProvider _time;
    // One pipeline for all runs: building it costs more than running a read through it.
    private readonly ResiliencePipeline _pipeline;

    public RetryPolicy(DatabaseOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is { } error
                    && TransientErrors.Classify(error) != ErrorVerdict.Permanent
                    && !RunOf(arguments.Context).IsSlow(error)
                    && time.GetElapsedTime(RunOf(arguments.Context).StartOf(error, time)) < options.RetryDeadline),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                MaxRetryAttempts = int.MaxValue,
                OnRetry = async arguments =>
                {
                    Exception error = arguments.Outcome.Exception!;
                    RunOf(arguments.Context).Outcome.Record(error);
                    await RunOf(arguments.Context).OnRetry(TransientErrors.Classify(error), error);
                },
            })
            .Build();
    }

    /// <param name="kind">What the attempts do, for the error.</param>
    /// <param name="attempt">One attempt.</param>
    /// <param name="onRetry">Runs before each retry.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="outcome">What is known about commits; the attempts record in it what they find out.</param>
    /// <exception cref="DatabaseUnavailableException">The deadline passed, and nothing was committed.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The retries ended, by whatever error, and an attempt may have been committed.</exception>
    public async Task<T> RunAsync<T>(
        ScopeKind kind,
        Func<CancellationToken, Task<T>> attempt,
        Func<ErrorVerdict, Exception, Task> onRetry,
        CancellationToken cancellationToken,
        CommitOutcome? outcome = null)
    {
        var run = new Run(onRetry, _time.GetTimestamp(), outcome ?? new CommitOutcome());
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(RunKey, run);
        try
        {
            return await _pipeline.ExecuteAsync(
                static (context, attempt) =>
                {
                    RunOf(context).Attempts++;
                    return new ValueTask<T>(attempt(context.CancellationToken));
                },
                context,
                attempt);
        }
        // The errors that say that the unit is committed.
        catch (Exception error) when (error is not (CommitNotReplicatedException or FailedAfterCommitException)
            && (run.Outcome.Lost is not null || TransientErrors.Classify(error) != ErrorVerdict.Permanent))
        {
            throw (run.Outcome.Lost ?? error as CommitOutcomeUnknownException) is { } lost
                ? new CommitOutcomeUnknownException(lost) { End = error }
                : run.IsTooSlow && error is UnansweredCommandException slow
                ? slow.Timeout
                : new DatabaseUnavailableException(kind, run.Attempts, _options.RetryDeadline, error);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static Run RunOf(ResilienceContext context) => context.Properties.GetValue(RunKey, null!);

    private sealed class Run(Func<ErrorVerdict, Exception, Task> onRetry, long started, CommitOutcome outcome)
    {
        private long _started = started;
        private bool _hasLostCommit;
        private int _unanswered;

        public Func<ErrorVerdict, Exception, Task> OnRetry { get; } = onRetry;

        public CommitOutcome Outcome { get; } = outcome;

        public int Attempts { get; set; }

        /// <summary>Whether a second attempt was not answered in time.</summary>
        public bool IsTooSlow => _unanswered > 1;

        /// <summary>Counts an attempt that was not answered in time; true from the second one on.</summary>
        public bool IsSlow(Exception error) => error is UnansweredCommandException && ++_unanswered > 1;

        /// <summary>
        /// When the deadline began to count: with the run, and anew with the first lost commit. Its COMMIT may have taken longer than the
        /// deadline, and only a retry can determine the outcome.
        /// </summary>
        public long StartOf(Exception error, TimeProvider time)
        {
            if (error is CommitOutcomeUnknownException && !_hasLostCommit)
            {
                (_hasLostCommit, _started) = (true, time.GetTimestamp());
            }

            return _started;
        }
    }
}
