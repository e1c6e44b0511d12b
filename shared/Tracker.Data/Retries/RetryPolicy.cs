using Polly;
using Polly.Retry;
using Tracker.Data.Configuration;

namespace Tracker.Data.Retries;

/// <summary>Runs a unit of work again, whole, while its errors are transient: exponential backoff with jitter, up to a deadline.</summary>
internal sealed class RetryPolicy(DatabaseOptions options, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    /// <exception cref="DatabaseUnavailableException">The deadline passed.</exception>
    public async Task<T> RunAsync<T>(
        string target, Func<CancellationToken, Task<T>> attempt, Func<ErrorVerdict, Exception, Task> onRetry, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        int attempts = 0;
        ResiliencePipeline pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is { } error
                    && TransientErrors.Classify(error) != ErrorVerdict.Permanent
                    && time.GetElapsedTime(started) < options.RetryDeadline),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                MaxRetryAttempts = int.MaxValue,
                OnRetry = async arguments =>
                {
                    Exception error = arguments.Outcome.Exception!;
                    await onRetry(TransientErrors.Classify(error), error);
                },
            })
            .Build();

        try
        {
            return await pipeline.ExecuteAsync(
                async token =>
                {
                    attempts++;
                    return await attempt(token);
                },
                cancellationToken);
        }
        catch (Exception error) when (TransientErrors.Classify(error) != ErrorVerdict.Permanent)
        {
            throw new DatabaseUnavailableException(target, attempts, options.RetryDeadline, error);
        }
    }
}
