using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Pipeline;

namespace Tracker.Cli.Recomputing;

/// <summary>Trackers that a consumer makes again one by one.</summary>
internal sealed class TrackerRecomputing(string consumer, string? tracker, DateTime? from) : IRecomputing
{
    private readonly Guid _request = Guid.NewGuid();

    public string Unit => "trackers";

    public async Task<long> RequestAsync(WriteScope write, CancellationToken ct)
    {
        int trackers = await Recomputations.RequestAsync(write, _request, consumer, tracker, from, ct);
        return trackers == 0 && tracker is not null ? throw new CliException($"There is no tracker '{tracker}'. Look: ./tracker export status") : trackers;
    }

    public Task<long> LeftAsync(ReadScope read, CancellationToken ct) => Recomputations.LeftAsync(read, _request, ct);
}
