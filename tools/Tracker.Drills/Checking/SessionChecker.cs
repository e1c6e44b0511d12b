using Tracker.Drills.Histories;

namespace Tracker.Drills.Checking;

/// <summary>
/// Checks a history by what its sessions observed, without knowledge of tokens, positions or servers. The values of a list are
/// unique and ordered, so the content of a list identifies its version, and versions can be compared.
/// </summary>
internal sealed class SessionChecker
{
    private readonly HistoryIndex _index;
    private readonly List<(int Key, ListVersion Version)> _lists = [];
    private readonly Dictionary<int, SessionState> _sessions = [];
    private readonly ViolationCounter _readYourWrites = new("read your writes");
    private readonly ViolationCounter _monotonicReads = new("monotonic reads");
    private readonly WriteGuaranteeChecker _writeGuarantees;
    private int _reads;
    private int _writes;
    private int _unknown;
    private int _refusals;

    private SessionChecker(HistoryIndex index)
    {
        _index = index;
        _writeGuarantees = new WriteGuaranteeChecker(index, _sessions);
    }

    /// <summary>Checks a history file. Reads it twice: to build the index and to check the entries.</summary>
    public static SessionVerdict Check(string path) => Check(() => HistoryFile.Entries(path));

    internal static SessionVerdict Check(Func<IEnumerable<HistoryEntry>> history)
    {
        SessionChecker checker = new(new HistoryIndex(history()));
        foreach (HistoryEntry entry in history())
        {
            checker.Take(entry);
        }

        checker._writeGuarantees.CheckFinal();
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
        SessionState past = Past(read.Session);
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
            // A later read that misses a value does not lower the requirement.
            if (past.ReadOf(key) is not { } before || version.Shows(before))
            {
                past.Read(key, version);
            }
        }

        _writeGuarantees.Check(shown, $"operation {order} of session {read.Session}");
    }

    private string? Missed(SessionState past, (int Key, ListVersion Version)[] shown)
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

    private static string? WentBack(SessionState past, (int Key, ListVersion Version)[] shown)
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

    private SessionState Past(int session)
    {
        if (!_sessions.TryGetValue(session, out SessionState? past))
        {
            _sessions.Add(session, past = new SessionState());
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
            MonotonicWrites = _writeGuarantees.MonotonicWrites.Count,
            WritesFollowReads = _writeGuarantees.WritesFollowReads.Count,
        },
        Examples =
        [
            .. _readYourWrites.Examples, .. _monotonicReads.Examples, .. _writeGuarantees.MonotonicWrites.Examples,
            .. _writeGuarantees.WritesFollowReads.Examples,
        ],
    };
}
