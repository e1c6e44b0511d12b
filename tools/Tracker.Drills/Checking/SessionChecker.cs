using Tracker.Drills.Histories;

namespace Tracker.Drills.Checking;

/// <summary>
/// Judges a history by what its sessions were told and shown: it knows nothing of tokens, positions or servers. The values of
/// a list are unique and ordered, so a list's content is a version of it, and what is shown can be compared.
/// </summary>
internal sealed class SessionChecker
{
    private readonly HistoryIndex _index;
    private readonly List<(int Key, ListVersion Version)> _lists = [];
    private readonly Dictionary<int, SessionPast> _sessions = [];
    private readonly ViolationCount _readYourWrites = new("read your writes");
    private readonly ViolationCount _monotonicReads = new("monotonic reads");
    private readonly AcrossKeys _acrossKeys;
    private int _reads;
    private int _writes;
    private int _unknown;
    private int _refusals;

    private SessionChecker(HistoryIndex index)
    {
        _index = index;
        _acrossKeys = new AcrossKeys(index, _sessions);
    }

    /// <summary>Reads the file twice: once for the index, once to check.</summary>
    public static SessionVerdict Check(string path) => Check(() => HistoryFile.Entries(path));

    internal static SessionVerdict Check(Func<IEnumerable<HistoryEntry>> history)
    {
        SessionChecker checker = new(new HistoryIndex(history()));
        foreach (HistoryEntry entry in history())
        {
            checker.Take(entry);
        }

        checker._acrossKeys.CheckFinal();
        return checker.Verdict();
    }

    private void Take(HistoryEntry entry)
    {
        switch (entry)
        {
            case HistoryEntry.List list:
                _lists.Add((list.Key, ListVersion.Of(list.Values, _index.FinalOf(list.Key))));
                break;
            case HistoryEntry.Read read:
                _reads++;
                Check(read);
                break;
            case HistoryEntry.Append append:
                _writes++;
                Past(append.Session).Next();
                if (append.Outcome == AppendOutcome.Acknowledged)
                {
                    Past(append.Session).Wrote(append.Key, append.Value);
                }
                else
                {
                    _unknown++;
                }

                break;
            case HistoryEntry.Refusal refusal:
                _refusals++;
                Past(refusal.Session).Next();
                break;
        }
    }

    private void Check(HistoryEntry.Read read)
    {
        SessionPast past = Past(read.Session);
        int order = past.Next();
        (int Key, ListVersion Version)[] shown = [.. read.Lists.Select(list => _lists[list])];
        if (Missed(past, shown) is { } missed)
        {
            _readYourWrites.Add($"operation {order} of session {read.Session} does not show its own {missed}");
        }

        if (WentBack(past, shown) is { } back)
        {
            _monotonicReads.Add($"operation {order} of session {read.Session} shows less of {back} than it had read before");
        }

        foreach ((int key, ListVersion version) in shown)
        {
            // What was read once stays what must be shown, though a later read missed it.
            if (past.ReadOf(key) is not { } before || version.Shows(before))
            {
                past.Read(key, version);
            }
        }

        _acrossKeys.Check(shown, $"operation {order} of session {read.Session}");
    }

    private string? Missed(SessionPast past, (int Key, ListVersion Version)[] shown)
    {
        foreach ((int key, ListVersion version) in shown)
        {
            foreach (long value in past.WrittenTo(key))
            {
                if (!version.Shows(value, _index.Append(value).Position))
                {
                    return $"value {value} of list {key}";
                }
            }
        }

        return null;
    }

    private static string? WentBack(SessionPast past, (int Key, ListVersion Version)[] shown)
    {
        foreach ((int key, ListVersion version) in shown)
        {
            if (past.ReadOf(key) is { } before && !version.Shows(before))
            {
                return $"list {key}";
            }
        }

        return null;
    }

    private SessionPast Past(int session)
    {
        if (!_sessions.TryGetValue(session, out SessionPast? past))
        {
            _sessions.Add(session, past = new SessionPast());
        }

        return past;
    }

    private SessionVerdict Verdict() => new()
    {
        Operations = _reads + _writes + _refusals,
        Reads = _reads,
        Writes = _writes,
        UnknownWrites = _unknown,
        Lost = _index.Lost,
        AppliedTwice = _index.AppliedTwice,
        Violations = new Violations
        {
            ReadYourWrites = _readYourWrites.Count,
            MonotonicReads = _monotonicReads.Count,
            MonotonicWrites = _acrossKeys.MonotonicWrites.Count,
            WritesFollowReads = _acrossKeys.WritesFollowReads.Count,
        },
        Examples =
        [
            .. _readYourWrites.Examples, .. _monotonicReads.Examples, .. _acrossKeys.MonotonicWrites.Examples, .. _acrossKeys.WritesFollowReads.Examples,
        ],
    };
}
