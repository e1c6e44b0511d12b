namespace Tracker.Drills.Histories;

/// <summary>
/// Writes a history file from concurrent sessions. The content of a list is written once, when it is first read; reads refer to
/// it by number. An operation takes about fifteen bytes.
/// </summary>
internal sealed class HistoryWriter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly BinaryWriter _file;
    private readonly Dictionary<ListIdentity, int> _lists = [];

    public HistoryWriter(string path) => _file = new BinaryWriter(new BufferedStream(File.Create(path), 1 << 16));

    public void Read(int session, IReadOnlyList<(int Key, long[] Values)> lists)
    {
        lock (_gate)
        {
            int[] numbers = [.. lists.Select(list => Number(list.Key, list.Values))];
            Begin(EntryKind.Read, session);
            _file.Write7BitEncodedInt(numbers.Length);
            foreach (int number in numbers)
            {
                _file.Write7BitEncodedInt(number);
            }
        }
    }

    public void Append(int session, int key, long value, AppendOutcome outcome)
    {
        lock (_gate)
        {
            Begin(EntryKind.Append, session);
            _file.Write7BitEncodedInt(key);
            _file.Write7BitEncodedInt64(value);
            _file.Write((byte)outcome);
        }
    }

    public void Refusal(int session)
    {
        lock (_gate)
        {
            Begin(EntryKind.Refusal, session);
        }
    }

    public void Final(int key, long[] values)
    {
        lock (_gate)
        {
            WriteList(EntryKind.Final, key, values);
        }
    }

    public void Dispose() => _file.Dispose();

    private int Number(int key, long[] values)
    {
        ListIdentity identity = ListIdentity.Of(key, values);
        if (!_lists.TryGetValue(identity, out int number))
        {
            number = _lists.Count;
            _lists.Add(identity, number);
            WriteList(EntryKind.List, key, values);
        }

        return number;
    }

    private void Begin(EntryKind kind, int number)
    {
        _file.Write((byte)kind);
        _file.Write7BitEncodedInt(number);
    }

    // Delta encoding: adjacent values are close in time and therefore in value.
    private void WriteList(EntryKind kind, int key, long[] values)
    {
        Begin(kind, key);
        _file.Write7BitEncodedInt(values.Length);
        long previous = 0;
        foreach (long value in values)
        {
            long difference = value - previous;
            _file.Write7BitEncodedInt64((difference << 1) ^ (difference >> 63));
            previous = value;
        }
    }

    private readonly record struct ListIdentity(int Key, int Count, long Last, ulong Hash)
    {
        public static ListIdentity Of(int key, long[] values)
        {
            // FNV-1a, value by value.
            ulong hash = 14_695_981_039_346_656_037;
            foreach (long value in values)
            {
                hash = (hash ^ (ulong)value) * 1_099_511_628_211;
            }

            return new ListIdentity(key, values.Length, values.Length == 0 ? 0 : values[^1], hash);
        }
    }
}
