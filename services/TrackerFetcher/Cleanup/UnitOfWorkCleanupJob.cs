using EFCore.ReadWriteSplitting.Scopes;
using Quartz;

namespace TrackerFetcher.Cleanup;

// Deletes the records of units of work once they are too old for a retry to need them. Runs hourly.
[DisallowConcurrentExecution]
internal sealed class UnitOfWorkCleanupJob(Database database) : IJob
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await UnitOfWorkRecord.CleanUpAsync(database, Age, cancellationToken);
}
