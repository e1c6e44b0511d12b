using Tracker.Drills.Histories;

namespace Tracker.Drills.Checking;

/// <summary>
/// What has to be known of the whole history before it is checked entry by entry: who wrote each value, and what each list
/// held in the end. A few dozen bytes an append.
/// </summary>
internal sealed class HistoryIndex
{
    private readonly Dictionary<long, AppendFact> _appends = [];
    private readonly Dictionary<int, FinalValue[]> _finals = [];
    private readonly Dictionary<int, List<long>> _lost = [];

    public HistoryIndex(IEnumerable<HistoryEntry> history)
    {
        List<HistoryEntry.Final> finals = [];
        Dictionary<int, int> orders = [];
        foreach (HistoryEntry entry in history)
        {
            switch (entry)
            {
                case HistoryEntry.Append append:
                    int order = Next(orders, append.Session);
                    _appends.Add(append.Value, new AppendFact(append.Key, append.Session, order, 0, append.Outcome == AppendOutcome.Acknowledged));
                    break;
                case HistoryEntry.Read read:
                    Next(orders, read.Session);
                    break;
                case HistoryEntry.Refusal refusal:
                    Next(orders, refusal.Session);
                    break;
                case HistoryEntry.Final final:
                    finals.Add(final);
                    break;
            }
        }

        finals.ForEach(Take);
        foreach ((long value, AppendFact append) in _appends.Where(pair => pair.Value is { IsAcknowledged: true, Position: 0 }))
        {
            Lost++;
            if (!_lost.TryGetValue(append.Key, out List<long>? values))
            {
                _lost.Add(append.Key, values = []);
            }

            values.Add(value);
        }
    }

    /// <summary>Acknowledged values that are in no list in the end.</summary>
    public int Lost { get; private set; }

    /// <summary>Values that stand in their lists more than once.</summary>
    public int AppliedTwice { get; private set; }

    public IEnumerable<int> Keys => _finals.Keys;

    public AppendFact Append(long value) => _appends.TryGetValue(value, out AppendFact fact)
        ? fact
        : throw new InvalidDataException($"The history is broken: value {value} was read, and nobody appended it.");

    public ReadOnlySpan<FinalValue> FinalOf(int key) => _finals.GetValueOrDefault(key);

    /// <summary>The acknowledged values of a key that are not in its list in the end.</summary>
    public IReadOnlyList<long> LostOf(int key) => _lost.TryGetValue(key, out List<long>? values) ? values : [];

    private static int Next(Dictionary<int, int> orders, int session) => orders[session] = orders.GetValueOrDefault(session) + 1;

    private void Take(HistoryEntry.Final final)
    {
        FinalValue[] values = new FinalValue[final.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            AppendFact append = Append(final.Values[i]);
            values[i] = new FinalValue(final.Values[i], append.Session, append.Order, append.IsAcknowledged);
            if (append.Position == 0)
            {
                _appends[final.Values[i]] = append with { Position = i + 1 };
            }
            else
            {
                AppliedTwice++;
            }
        }

        _finals.Add(final.Key, values);
    }
}

/// <summary>An append as the whole history tells of it.</summary>
/// <param name="Key">The list.</param>
/// <param name="Session">Whose it was.</param>
/// <param name="Order">Which of the session's operations, from 1 on.</param>
/// <param name="Position">Where it stands in the list in the end, from 1 on; 0 where it does not.</param>
/// <param name="IsAcknowledged">Whether the session was told that it is committed.</param>
internal readonly record struct AppendFact(int Key, int Session, int Order, int Position, bool IsAcknowledged);
