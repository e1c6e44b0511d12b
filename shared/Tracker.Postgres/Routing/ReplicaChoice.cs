using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>A node that could serve a read.</summary>
/// <param name="Role">The last known role; null if unknown.</param>
/// <param name="Health">The health of the node.</param>
/// <param name="ShowsToken">Whether the node is known to show the requested token; true if the read has none.</param>
/// <param name="Busy">Connections to the node that this process uses.</param>
internal readonly record struct ReplicaCandidate(NodeRole? Role, NodeHealth Health, bool ShowsToken, int Busy);

/// <summary>Chooses the replica that serves a read.</summary>
internal static class ReplicaChoice
{
    /// <summary>No candidate can serve the read.</summary>
    public const int None = -1;

    /// <summary>
    /// Chooses the best candidate: replicas before the primary, then healthy nodes before unknown and lagging ones, then nodes known to show
    /// the token, then the least busy ones. Equal candidates take turns. An offline node is never chosen.
    /// </summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="turn">A counter, incremented by each read.</param>
    /// <returns>An index, or <see cref="None"/>.</returns>
    public static int Choose(ReadOnlySpan<ReplicaCandidate> candidates, uint turn)
    {
        int best = None;
        uint equals = 0;
        for (int i = 0; i < candidates.Length; i++)
        {
            if (candidates[i].Health == NodeHealth.Offline)
            {
                continue;
            }

            int order = best == None ? -1 : Compare(candidates[i], candidates[best]);
            (best, equals) = order < 0 ? (i, 1) : (best, order == 0 ? equals + 1 : equals);
        }

        return equals <= 1 ? best : Nth(candidates, best, turn % equals);
    }

    // Turns count only the equal candidates, so that each gets the same share whichever others are between them.
    private static int Nth(ReadOnlySpan<ReplicaCandidate> candidates, int first, uint number)
    {
        int at = first;
        while (number > 0)
        {
            at++;
            if (candidates[at].Health != NodeHealth.Offline && Compare(candidates[at], candidates[first]) == 0)
            {
                number--;
            }
        }

        return at;
    }

    private static int Compare(in ReplicaCandidate one, in ReplicaCandidate other)
    {
        int rank = Rank(one).CompareTo(Rank(other));
        return rank != 0 ? rank : one.Busy.CompareTo(other.Busy);
    }

    private static int Rank(in ReplicaCandidate candidate) =>
        ((candidate.Role == NodeRole.Primary ? 1 : 0) << 3) | ((int)candidate.Health << 1) | (candidate.ShowsToken ? 0 : 1);
}
