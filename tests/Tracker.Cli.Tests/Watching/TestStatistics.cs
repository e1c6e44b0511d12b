using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Cli.Running;
using Tracker.Cli.Watching;

namespace Tracker.Cli.Tests.Watching;

/// <summary>Statistics for tests.</summary>
internal static class TestStatistics
{
    public static readonly Worker Fetcher = Workers.All[0];
    public static readonly Worker Status = Workers.All[2];

    public static readonly DatabaseStatistics Statistics = new(
        Fetcher.Name,
        TimeSpan.FromSeconds(10),
        [
            new PoolStatistics(PoolKind.Write, 10, 1, 2, 0, 0, [new NodePoolStatistics("127.0.0.11:5432", null, 1, 2, 4, 1)]),
            new PoolStatistics(
                PoolKind.Read, 20, 3, 4, 1, 2,
                [
                    new NodePoolStatistics("127.0.0.12:5432", "node2", 1, 2, 1_003, 1_000),
                    new NodePoolStatistics("127.0.0.13:5432", "node3", 2, 2, 6, 2),
                ]),
            new PoolStatistics(PoolKind.PrimaryRead, 10, 0, 0, 0, 0, []),
        ],
        [],
        [],
        [new RouteStatistics(RouteReason.Write, NodeRole.Primary, 100), new RouteStatistics(RouteReason.Replica, NodeRole.Replica, 500)],
        [
            Reads(ended: 4),
            new DurationStatistics(
                ScopeKind.Write, TimeSpan.Zero, [new DurationBucket(TimeSpan.FromMilliseconds(1), 0), new DurationBucket(null, 0)]),
        ],
        Retries: 0,
        new FallbackStatistics(5, 0, 0));

    public static WorkerResponse Answer(DatabaseStatistics statistics) => new(Fetcher, statistics, null);

    public static WorkerResponse Silent(Worker worker) => new(worker, null, "It does not answer.");

    public static DurationStatistics Reads(long ended) => new(
        ScopeKind.Read, TimeSpan.FromMilliseconds(2 * ended),
        [new DurationBucket(TimeSpan.FromMilliseconds(1), ended - 1), new DurationBucket(null, 1)]);
}
