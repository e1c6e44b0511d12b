using Microsoft.Extensions.Logging.Abstractions;
using TrackerFetcher.Fetching;

namespace TrackerFetcher.Tests.Fetching;

public sealed class ClaimRenewalTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_claim_is_renewed_again_after_a_failed_renewal_until_it_is_cancelled()
    {
        using CancellationTokenSource ended = new();
        TaskCompletionSource again = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int renewals = 0;
        Task renewing = new ClaimRenewal(TimeSpan.FromMilliseconds(1), TimeProvider.System, NullLogger.Instance).RunAsync(
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

        await Task.WhenAny(again.Task, renewing).WaitAsync(Deadline);
        Assert.True(again.Task.IsCompletedSuccessfully);
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => renewing.WaitAsync(Deadline));
    }
}
