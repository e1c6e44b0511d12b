using Tracker.Drills.Histories;

namespace Tracker.Drills.Checking;

/// <summary>
/// The facts about the whole history that the checker needs before it reads the entries: the writer of each value and the final
/// content of each list. Takes a few dozen bytes per append.
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
                    _appends.Add(
                        append.Value, new AppendFact(append.Key, append.Session, order, 0, append.Outcome == AppendOutcome.Acknowledged));
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

        finals.ForEach(AddFinal);
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

    /// <summary>Acknowledged values that are missing from the final lists.</summary>
    public int Lost { get; private set; }

    /// <summary>Values that are in their final lists more than once.</summary>
    public int AppliedTwice { get; private set; }

    public IEnumerable<int> Keys => _finals.Keys;

    public AppendFact Append(long value) => _appends.TryGetValue(value, out AppendFact fact)
        ? fact
        : throw new InvalidDataException($"The history is invalid: value {value} was read, but nobody appended it.");

    public ReadOnlySpan<FinalValue> FinalOf(int key) => _finals.GetValueOrDefault(key);

    /// <summary>The acknowledged values of a key that are missing from its final list.</summary>
    public IReadOnlyList<long> LostOf(int key) => _lost.TryGetValue(key, out List<long>? values) ? values : [];

    private static int Next(Dictionary<int, int> orders, int session) => orders[session] = orders.GetValueOrDefault(session) + 1;

    private void AddFinal(HistoryEntry.Final final)
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

/// <summary>An append, according to the whole history.</summary>
/// <param name="Key">The key of the list.</param>
/// <param name="Session">The session that appended.</param>
/// <param name="Order">The number of the operation within its session, starting at 1.</param>
/// <param name="Position">The position in the final list, starting at 1; 0 if missing.</param>
/// <param name="IsAcknowledged">Whether the commit was acknowledged to the session.</param>
internal readonly record struct AppendFact(int Key, int Session, int Order, int Position, bool IsAcknowledged);
