using System.Collections.Concurrent;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace TrackerFetcher.Sources.Http;

/// <summary>
/// How servers in trouble are spared: a few tries in place with growing waits, as long as the server itself asks for; and a server
/// that keeps failing is not asked at all for a while, whichever source leads to it.
/// </summary>
internal sealed class ServerPatience(FetchSettings settings, TimeProvider time)
{
    /// <summary>A server that asks for more is asked at the source's next turn: a fetch must not hold its place for so long.</summary>
    public static readonly TimeSpan LongestWaitInPlace = TimeSpan.FromSeconds(10);

    private const double FailureRatio = 0.5;

    private readonly ConcurrentDictionary<string, ResiliencePipeline> _breakers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Asks a server, by <paramref name="ask"/>.</summary>
    /// <exception cref="SourceException">The server's last failure, or that it is not asked now.</exception>
    public async Task<HttpBody> AskAsync(Uri server, HttpSourceOptions options, Func<CancellationToken, Task<HttpBody>> ask, CancellationToken ct)
    {
        string name = server.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        ResiliencePipeline breaker = _breakers.GetOrAdd(name, _ => Breaker());
        ResiliencePipelineBuilder builder = new() { TimeProvider = time };
        if (options.Retries > 0)
        {
            builder.AddRetry(Retry(options));
        }

        try
        {
            return await builder.AddPipeline(breaker).Build().ExecuteAsync(async token => await ask(token), ct);
        }
        catch (BrokenCircuitException e)
        {
            throw new SourceException(
                $"'{name}' failed too often and is not asked for {settings.BreakerPause:c}. Check the server; it is asked again by itself.", e)
            {
                IsTransient = true,
                RetryAfter = e.RetryAfter ?? settings.BreakerPause,
            };
        }
    }

    private static RetryStrategyOptions Retry(HttpSourceOptions options) => new()
    {
        MaxRetryAttempts = options.Retries,
        Delay = options.RetryDelay,
        MaxDelay = LongestWaitInPlace,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = args => ValueTask.FromResult(
            args.Outcome.Exception is SourceException { IsTransient: true } error && (error.RetryAfter ?? TimeSpan.Zero) <= LongestWaitInPlace),
        DelayGenerator = static args => ValueTask.FromResult((args.Outcome.Exception as SourceException)?.RetryAfter),
    };

    private ResiliencePipeline Breaker() => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = FailureRatio,
            MinimumThroughput = settings.BreakerFailures,
            SamplingDuration = settings.BreakerWindow,
            BreakDuration = settings.BreakerPause,
            ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is SourceException { IsTransient: true }),
        })
        .Build();
}
