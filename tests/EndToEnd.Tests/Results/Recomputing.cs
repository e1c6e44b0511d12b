using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Fences;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;

namespace EndToEnd.Tests.Results;

/// <summary>Requests recomputations, as <c>./tracker recompute</c> does.</summary>
internal static class Recomputing
{
    /// <summary>Of every consumer, all trackers, from the start.</summary>
    public static Task RequestAllAsync(Database database) => database.WriteAsync(
        async (write, ct) =>
        {
            foreach (string consumer in new[] { Consumers.LocationAggregator, Consumers.TrackerStatus })
            {
                await Recomputations.RequestAsync(write, Guid.NewGuid(), consumer, tracker: null, from: null, ct);
            }

            await FenceProgress.RequestAsync(write, ct);
        },
        CancellationToken.None);
}
