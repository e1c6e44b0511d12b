using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Fences;

namespace Tracker.Cli.Recomputing;

/// <summary>A recomputation of all shards by the geofence processor, from the first report.</summary>
internal sealed class GeofenceRecomputation : IRecomputation
{
    public string Unit => "shards";

    public async Task<long> RequestAsync(WriteScope write, CancellationToken ct) => await FenceProgress.RequestAsync(write, ct);

    public Task<long> RemainingAsync(ReadScope read, CancellationToken ct) => FenceProgress.LeftAsync(read, ct);
}
