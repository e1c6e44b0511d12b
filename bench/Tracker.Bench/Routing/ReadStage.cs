using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Bench.Cluster;
using Tracker.Bench.Figures;
using Tracker.Data.Model;

namespace Tracker.Bench.Routing;

/// <summary>Measures an EF Core query through the same proxies and replicas: bare, in a scope, and in a scope with a token.</summary>
internal sealed class ReadStage(BenchCluster cluster, FigureReport report)
{
    private const int Connections = 8;
    private const int Block = 20;
    private const int CountedReads = 500;
    private const double MaxExtraTrips = 0.01;
    private const double MaxRatioToUnguarded = 1.10;
    private const double MaxRatioToBare = 1.20;
    private const string Brand = "Acme";

    // Longer than the measurement, so that the monitor's queries are not counted with the reads.
    private static readonly TimeSpan MonitorInterval = TimeSpan.FromSeconds(10);

    public async Task RunAsync(int reads, CancellationToken ct)
    {
        var fresh = ReadConsistency.AtLeast(await WriteAsync(ct));
        await TimeAsync(fresh, reads, ct);
        await CountAsync(fresh, ct);
    }

    private async Task<WriteToken> WriteAsync(CancellationToken ct)
    {
        WriteToken token = await cluster.Database.WriteAsync(
            (write, _) =>
            {
                write.Context.Add(new Brand { Name = Brand });
                return Task.CompletedTask;
            },
            ct);
        await cluster.SettleAsync(ct);
        return token;
    }

    private async Task TimeAsync(ReadConsistency fresh, int reads, CancellationToken ct)
    {
        await using BaselineReads bare = await BaselineReads.OpenAsync(cluster.Database.Options, Connections, ct);
        await using ScopedReads scoped = await ScopedReads.OpenAsync(cluster.Open(ScopedReads.Steady), Connections, ct);
        await scoped.AssertReadOnlyAsync(ct);
        double[] medians = await Interleaved.MediansAsync(
            reads,
            Block,
            ct,
            Interleaved.Whole(token => bare.ReadAsync(Brand, token)),
            Interleaved.Whole(token => scoped.ReadAsync(ReadConsistency.Eventual, Brand, token)),
            Interleaved.Whole(token => scoped.ReadAsync(fresh, Brand, token)));
        report.WriteProgress(
            $"one query, {reads:N0} times each, medians: "
            + $"bare {medians[0]:F0} us, in a scope {medians[1]:F0} us, with a token {medians[2]:F0} us");
        report.Add("read.bareMicroseconds", medians[0]);
        report.Add("read.scopeMicroseconds", medians[1]);
        report.Add("read.atLeastMicroseconds", medians[2]);
        report.Add("read.scopeToBare", medians[1] / medians[0], Promise.OfAtMost(MaxRatioToBare));
        report.Add("read.atLeastToUnguarded", medians[2] / medians[1], Promise.OfAtMost(MaxRatioToUnguarded));
        report.Add("read.atLeastToBare", medians[2] / medians[0]);
    }

    private async Task CountAsync(ReadConsistency fresh, CancellationToken ct)
    {
        await using CountingRelay relay = CountingRelay.To(cluster.Database.Options.Server, cluster.Database.Options.ReadPort);
        DatabaseOptions Relayed(DatabaseOptions options) => ScopedReads.Steady(options) with
        {
            ReadServer = "127.0.0.1",
            ReadPort = relay.Port,
            MonitorInterval = MonitorInterval,
        };
        await using BaselineReads bare = await BaselineReads.OpenAsync(Relayed(cluster.Database.Options), Connections, ct);
        await using ScopedReads scoped = await ScopedReads.OpenAsync(cluster.Open(Relayed), Connections, ct);
        double ofBare = await TripsAsync(relay, () => bare.ReadAsync(Brand, ct));
        double unguarded = await TripsAsync(relay, () => scoped.ReadAsync(ReadConsistency.Eventual, Brand, ct));
        double guarded = await TripsAsync(relay, () => scoped.ReadAsync(fresh, Brand, ct));
        report.WriteProgress(
            $"round trips of a read, counted over {CountedReads:N0} each: "
            + $"bare {ofBare:F3}, in a scope {unguarded:F3}, with a token {guarded:F3}");
        report.Add("trips.bare", ofBare);
        report.Add("trips.scope", unguarded);
        report.Add("trips.atLeast", guarded);
        report.Add("trips.atLeastMore", guarded - unguarded, Promise.OfAtMost(MaxExtraTrips));
    }

    private static async Task<double> TripsAsync(CountingRelay relay, Func<Task> read)
    {
        await read();
        long before = relay.Trips;
        for (int i = 0; i < CountedReads; i++)
            await read();
        return (relay.Trips - before) / (double)CountedReads;
    }
}
