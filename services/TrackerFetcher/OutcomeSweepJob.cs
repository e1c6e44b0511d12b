using EFCore.ReadWriteSplitting.Scopes;
using Quartz;

namespace TrackerFetcher;

// Deletes the rows of units of work that no rerun can ask for any more. Hourly.
[DisallowConcurrentExecution]
internal sealed class OutcomeSweepJob(Database database) : IJob
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await UnitOfWorkRecord.CleanUpAsync(database, Age, cancellationToken);
}
