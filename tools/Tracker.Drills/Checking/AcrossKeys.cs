namespace Tracker.Drills.Checking;

/// <summary>
/// The guarantees about writes, judged by everybody's reads: whoever sees a session's write must see the session's earlier
/// writes, and what the session had read before it, in the lists that the same read shows.
/// </summary>
internal sealed class AcrossKeys(HistoryIndex index, IReadOnlyDictionary<int, SessionPast> sessions)
{
    /// <summary>For each session, the latest of its writes that the read at hand shows.</summary>
    private readonly Dictionary<int, int> _latest = [];

    public ViolationCount MonotonicWrites { get; } = new("monotonic writes");

    public ViolationCount WritesFollowReads { get; } = new("writes follow reads");

    /// <summary>Judges one read.</summary>
    /// <param name="shown">What it shows, in one snapshot.</param>
    /// <param name="reader">Who read, for the message.</param>
    public void Check(IReadOnlyList<(int Key, ListVersion Version)> shown, string reader)
    {
        _latest.Clear();
        foreach ((int key, ListVersion version) in shown)
        {
            Show(key, version);
        }

        if (MissingWrite(shown) is { } write)
        {
            MonotonicWrites.Add($"{reader} shows a later write of the same session, but not {write}");
        }

        if (MissingRead(shown) is { } read)
        {
            WritesFollowReads.Add($"{reader} shows {read}");
        }
    }

    /// <summary>Judges what there is in the end: as a read of everything, and by the order in each list.</summary>
    public void CheckFinal()
    {
        Check([.. index.Keys.Select(key => (key, new ListVersion(index.FinalOf(key).Length, null)))], "the final state");
        foreach (int key in index.Keys)
        {
            _latest.Clear();
            foreach (FinalValue value in index.FinalOf(key))
            {
                // One whose outcome was unknown may have come late: the session was told of an error.
                if (value.IsAcknowledged && _latest.GetValueOrDefault(value.Session) > value.Order)
                {
                    MonotonicWrites.Add($"value {value.Value} of session {value.Session} stands in list {key} after one that it wrote later");
                }

                Latest(value.Session, value.Order);
            }
        }
    }

    private void Show(int key, ListVersion version)
    {
        foreach (FinalValue value in index.FinalOf(key)[..version.Kept])
        {
            Latest(value.Session, value.Order);
        }

        foreach (long value in version.Branch.AsSpan(version.Branch is null ? 0 : version.Kept))
        {
            AppendFact append = index.Append(value);
            Latest(append.Session, append.Order);
        }
    }

    private void Latest(int session, int order)
    {
        if (_latest.GetValueOrDefault(session) < order)
        {
            _latest[session] = order;
        }
    }

    private string? MissingWrite(IReadOnlyList<(int Key, ListVersion Version)> shown)
    {
        foreach ((int key, ListVersion version) in shown)
        {
            foreach (FinalValue value in index.FinalOf(key)[version.Kept..])
            {
                if (value.IsAcknowledged && _latest.GetValueOrDefault(value.Session) > value.Order && !version.Shows(value.Value, 0))
                {
                    return $"value {value.Value} of session {value.Session} in list {key}";
                }
            }

            foreach (long value in index.LostOf(key))
            {
                AppendFact append = index.Append(value);
                if (_latest.GetValueOrDefault(append.Session) > append.Order && !version.Shows(value, 0))
                {
                    return $"value {value} of session {append.Session} in list {key}, which is lost";
                }
            }
        }

        return null;
    }

    private string? MissingRead(IReadOnlyList<(int Key, ListVersion Version)> shown)
    {
        foreach ((int session, int order) in _latest)
        {
            // Not yet there where the writer's record comes later in the file than this read's; then it had read nothing.
            if (!sessions.TryGetValue(session, out SessionPast? past))
            {
                continue;
            }

            foreach ((int key, ListVersion version) in shown)
            {
                if (past.ReadBefore(key, order) is { } read && !version.Shows(read))
                {
                    return $"operation {order} of session {session}, a write, but less of list {key} than that session had read before it";
                }
            }
        }

        return null;
    }
}
