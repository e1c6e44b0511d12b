using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>One node that could serve a read, as far as this process knows.</summary>
/// <param name="Role">What it last said of itself; null: not known yet.</param>
/// <param name="Health">What the monitor makes of it.</param>
/// <param name="ShowsToken">Whether it is known to show what the read must show; true where nothing was asked.</param>
/// <param name="Busy">Connections to it in use by this process.</param>
internal readonly record struct ReplicaCandidate(NodeRole? Role, NodeHealth Health, bool ShowsToken, int Busy);

/// <summary>Which replica serves a read: pure.</summary>
internal static class ReplicaChoice
{
    /// <summary>No candidate may serve.</summary>
    public const int None = -1;

    /// <summary>
    /// The best: replicas before the primary, then healthy ones before unjudged and lagging ones, then those known to show the
    /// token; among equals the least busy, in turn. An offline node is never chosen.
    /// </summary>
    /// <param name="candidates">The nodes at hand.</param>
    /// <param name="turn">A number that grows with each read.</param>
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

    // Turns go by the equals alone, so that each has as many, whoever else stands between them.
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
