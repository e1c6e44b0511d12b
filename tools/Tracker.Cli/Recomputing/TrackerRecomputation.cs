using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Pipeline;

namespace Tracker.Cli.Recomputing;

/// <summary>A recomputation of trackers, one at a time.</summary>
internal sealed class TrackerRecomputation(string consumer, string? tracker, DateTime? from) : IRecomputation
{
    private readonly Guid _request = Guid.NewGuid();

    public string Unit => "trackers";

    public async Task<long> RequestAsync(WriteScope write, CancellationToken ct)
    {
        int trackers = await Recomputations.RequestAsync(write, _request, consumer, tracker, from, ct);
        return trackers == 0 && tracker is not null
            ? throw new CliException($"There is no tracker '{tracker}'. See: ./tracker export status")
            : trackers;
    }

    public Task<long> RemainingAsync(ReadScope read, CancellationToken ct) => Recomputations.LeftAsync(read, _request, ct);
}
