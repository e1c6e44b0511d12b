namespace Tracker.Drills.Visibility;

/// <summary>Computes the anomalies from the sightings of all servers. Pure.</summary>
internal static class VisibilityFigures
{
    private static readonly Func<Sighting, long> First = static sighting => sighting.First;
    private static readonly Func<Sighting, long> Second = static sighting => sighting.Second;

    public static VisibilityDrillResult Of(int rounds, ServerSightings primary, IReadOnlyList<ServerSightings> replicas, TimeProvider time)
    {
        (int replicaFirst, int longForks) = (0, 0);
        TimeSpan longest = TimeSpan.Zero;
        for (long round = 1; round <= rounds; round++)
        {
            foreach (Func<Sighting, long> value in (ReadOnlySpan<Func<Sighting, long>>)[First, Second])
            {
                if (Ahead(round, value, primary, replicas, time) is { } ahead)
                {
                    replicaFirst++;
                    longest = ahead > longest ? ahead : longest;
                }
            }

            longForks += IsLongFork(round, primary, replicas) ? 1 : 0;
        }

        return new VisibilityDrillResult
        {
            Commits = 2 * rounds,
            ReplicaFirst = replicaFirst,
            LongestAheadMs = Math.Round(longest.TotalMilliseconds, 3),
            LongForks = longForks,
            SightingsOnPrimary = primary.Count,
            SightingsOnReplicas = replicas.Sum(replica => replica.Count),
        };
    }

    // A proven lead: the query on the primary started after the replica had answered, and did not show the commit.
    private static TimeSpan? Ahead(
        long round, Func<Sighting, long> value, ServerSightings primary, IReadOnlyList<ServerSightings> replicas, TimeProvider time)
    {
        long shown = replicas.Min(replica => replica.Showing(round, value)?.Ended ?? long.MaxValue);
        return primary.Lacking(round, value) is { } lacking && lacking.Began > shown ? time.GetElapsedTime(shown, lacking.Began) : null;
    }

    private static bool IsLongFork(long round, ServerSightings primary, IReadOnlyList<ServerSightings> replicas) =>
        (primary.ShowsAlone(round, First, Second) && replicas.Any(replica => replica.ShowsAlone(round, Second, First)))
        || (primary.ShowsAlone(round, Second, First) && replicas.Any(replica => replica.ShowsAlone(round, First, Second)));
}
