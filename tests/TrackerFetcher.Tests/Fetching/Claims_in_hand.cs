using Microsoft.Extensions.Logging.Abstractions;
using TrackerFetcher.Fetching;

namespace TrackerFetcher.Tests.Fetching;

public sealed class Claims_in_hand
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Are_renewed_again_after_a_renewal_that_failed_until_their_source_is_read()
    {
        using CancellationTokenSource ended = new();
        TaskCompletionSource again = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int renewals = 0;
        Task keeping = new ClaimRenewal(TimeSpan.FromMilliseconds(1), TimeProvider.System, NullLogger.Instance).RunAsync(
            "feed",
            _ =>
            {
                if (++renewals == 3)
                {
                    again.SetResult();
                }

                return renewals == 1 ? throw new InvalidOperationException("The database is away.") : Task.CompletedTask;
            },
            ended.Token);

        await Task.WhenAny(again.Task, keeping).WaitAsync(Deadline);
        Assert.True(again.Task.IsCompletedSuccessfully);
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping.WaitAsync(Deadline));
    }
}
