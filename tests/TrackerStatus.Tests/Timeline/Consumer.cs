using Tracker.Data.Pipeline;
using TrackerStatus.Timeline;

namespace TrackerStatus.Tests.Timeline;

/// <summary>
/// Does in memory what the service does with the database, for one tracker: keeps the event times and the effective
/// transitions and knows nothing else from batch to batch.
/// </summary>
internal sealed class Consumer(TimeSpan inactiveAfter)
{
    private readonly SortedSet<DateTime> _times = [];
    private readonly List<StatusTransition> _effective = [];

    public IReadOnlyList<StatusTransition> Effective => [.. _effective.OrderBy(change => change.OccurredAt)];

    public void Process(IReadOnlyCollection<DateTime> batch, DateTime now)
    {
        DateTime? previous = Neighbour(_times.Where(time => time < batch.Min()).Reverse());
        DateTime? next = Neighbour(_times.Where(time => time > batch.Max()));
        _times.UnionWith(batch);
        Apply(previous, next, now);
    }

    /// <summary>The scheduled job: who is overdue?</summary>
    public void Tick(DateTime now)
    {
        if (_times.Count > 0)
        {
            Apply(_times.Max, next: null, now);
        }
    }

    private static DateTime? Neighbour(IEnumerable<DateTime> times) => times.Select(time => (DateTime?)time).FirstOrDefault();

    private void Apply(DateTime? previous, DateTime? next, DateTime now)
    {
        DateTime[] times = [.. _times.Where(time => !(time <= previous) && !(time >= next))];
        List<StatusTransition> computed = [.. StatusTimeline.Between(previous, times, next, inactiveAfter)];
        if (next is null && StatusTimeline.OpenEnd(_times.Max, inactiveAfter, now) is { } end)
        {
            computed.Add(end);
        }

        List<StatusTransition> range = _effective.FindAll(known => !(known.OccurredAt <= previous) && !(known.OccurredAt > next));
        LogChange<StatusTransition, StatusTransition> change = LogDiff.Between(range, computed, known => known, found => found);
        _effective.RemoveAll(change.Superseded.Contains);
        _effective.AddRange(change.Added);
    }
}
