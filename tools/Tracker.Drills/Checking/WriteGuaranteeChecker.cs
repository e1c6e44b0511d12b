namespace Tracker.Drills.Checking;

/// <summary>
/// Checks the guarantees about writes in the reads of all sessions: a read that shows a session's write must also show the session's
/// earlier writes, and what the session had read before it, in the lists of that read.
/// </summary>
internal sealed class WriteGuaranteeChecker(HistoryIndex index, IReadOnlyDictionary<int, SessionState> sessions)
{
    /// <summary>The latest write of each session that the current read shows.</summary>
    private readonly Dictionary<int, int> _latest = [];

    public ViolationCounter MonotonicWrites { get; } = new("monotonic writes");

    public ViolationCounter WritesFollowReads { get; } = new("writes follow reads");

    /// <summary>Checks one read.</summary>
    /// <param name="shown">The lists that it shows, from one snapshot.</param>
    /// <param name="reader">The reader, for the message.</param>
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

    /// <summary>Checks the final state, as a read of all lists, and the order within each list.</summary>
    public void CheckFinal()
    {
        Check([.. index.Keys.Select(key => (key, new ListVersion(index.FinalOf(key).Length, null)))], "the final state");
        foreach (int key in index.Keys)
        {
            _latest.Clear();
            foreach (FinalValue value in index.FinalOf(key))
            {
                // A write of unknown outcome may be applied late: the session received an error.
                if (value.IsAcknowledged && _latest.GetValueOrDefault(value.Session) > value.Order)
                {
                    MonotonicWrites.Add(
                        $"value {value.Value} of session {value.Session} is in list {key} after a later write of that session");
                }

                SetLatest(value.Session, value.Order);
            }
        }
    }

    private void Show(int key, ListVersion version)
    {
        foreach (FinalValue value in index.FinalOf(key)[..version.Kept])
        {
            SetLatest(value.Session, value.Order);
        }

        foreach (long value in version.Branch.AsSpan(version.Branch is null ? 0 : version.Kept))
        {
            AppendFact append = index.Append(value);
            SetLatest(append.Session, append.Order);
        }
    }

    private void SetLatest(int session, int order)
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
            // Absent if the session's first entry comes later in the file than this read; the session had then read nothing.
            if (!sessions.TryGetValue(session, out SessionState? past))
            {
                continue;
            }

            foreach ((int key, ListVersion version) in shown)
            {
                if (past.ReadBefore(key, order) is { } read && !version.Shows(read))
                {
                    return $"operation {order} of session {session}, a write, but less of list {key} than the session had read before it";
                }
            }
        }

        return null;
    }
}
