using System.Collections.Concurrent;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace TrackerFetcher.Sources.Http;

/// <summary>
/// Retries and a circuit breaker per server. A failed request is retried a few times with growing delays, or after the delay that the
/// server asks for. A server that keeps failing is not asked for a while, by any source.
/// </summary>
internal sealed class ServerResilience(SourceClientOptions client, TimeProvider time)
{
    /// <summary>The longest delay before a retry. If the server asks for more, the source waits for its next run instead.</summary>
    public static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(10);

    private const double FailureRatio = 0.5;

    private readonly ConcurrentDictionary<string, ResiliencePipeline> _breakers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Runs a request to a server.</summary>
    /// <exception cref="SourceException">The server's last failure, or that its breaker is open.</exception>
    public async Task<HttpBody> ExecuteAsync(
        Uri server, HttpSourceOptions source, Func<CancellationToken, Task<HttpBody>> request, CancellationToken ct)
    {
        string name = server.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        ResiliencePipelineBuilder builder = new() { TimeProvider = time };
        if (source.Retries > 0)
        {
            builder.AddRetry(Retry(source));
        }

        ResiliencePipeline pipeline = builder.AddPipeline(_breakers.GetOrAdd(name, _ => Breaker())).Build();
        try
        {
            return await pipeline.ExecuteAsync(async token => await request(token), ct);
        }
        catch (BrokenCircuitException e)
        {
            throw new SourceException(
                $"'{name}' failed too often and is not asked for {client.BreakerPause:c}. Check the server; it is asked again by itself.", e)
            {
                IsTransient = true,
                RetryAfter = e.RetryAfter ?? client.BreakerPause,
            };
        }
    }

    private static RetryStrategyOptions Retry(HttpSourceOptions source) => new()
    {
        MaxRetryAttempts = source.Retries,
        Delay = source.RetryDelay,
        MaxDelay = LongestRetryDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = args => ValueTask.FromResult(
            args.Outcome.Exception is SourceException { IsTransient: true } error && (error.RetryAfter ?? TimeSpan.Zero) <= LongestRetryDelay),
        DelayGenerator = static args => ValueTask.FromResult((args.Outcome.Exception as SourceException)?.RetryAfter),
    };

    private ResiliencePipeline Breaker() => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = FailureRatio,
            MinimumThroughput = client.BreakerFailures,
            SamplingDuration = client.BreakerWindow,
            BreakDuration = client.BreakerPause,
            ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is SourceException { IsTransient: true }),
        })
        .Build();
}
