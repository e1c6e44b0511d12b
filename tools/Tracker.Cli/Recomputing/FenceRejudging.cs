using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Fences;

namespace Tracker.Cli.Recomputing;

/// <summary>Shards whose trackers the geofence processor judges anew, all of them, from their first reports on.</summary>
internal sealed class FenceRejudging : IRecomputing
{
    public string Unit => "shards";

    public async Task<long> RequestAsync(WriteScope write, CancellationToken ct) => await FenceProgress.RequestAsync(write, ct);

    public Task<long> LeftAsync(ReadScope read, CancellationToken ct) => FenceProgress.LeftAsync(read, ct);
}
