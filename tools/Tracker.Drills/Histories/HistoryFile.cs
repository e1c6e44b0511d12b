namespace Tracker.Drills.Histories;

/// <summary>Reads the entries of a history file.</summary>
internal static class HistoryFile
{
    /// <exception cref="InvalidDataException">The file is not a history file.</exception>
    /// <exception cref="EndOfStreamException">The last entry is truncated.</exception>
    public static IEnumerable<HistoryEntry> Entries(string path)
    {
        using BinaryReader file = new(new BufferedStream(File.OpenRead(path), 1 << 16));
        while (file.BaseStream.ReadByte() is var kind and >= 0)
        {
            int number = file.Read7BitEncodedInt();
            yield return (EntryKind)kind switch
            {
                EntryKind.List => new HistoryEntry.List(number, Values(file)),
                EntryKind.Read => new HistoryEntry.Read(number, Numbers(file)),
                EntryKind.Append =>
                    new HistoryEntry.Append(number, file.Read7BitEncodedInt(), file.Read7BitEncodedInt64(), (AppendOutcome)file.ReadByte()),
                EntryKind.Refusal => new HistoryEntry.Refusal(number),
                EntryKind.Final => new HistoryEntry.Final(number, Values(file)),
                _ => throw new InvalidDataException($"{path} is not a history file: there is no entry of kind {kind}."),
            };
        }
    }

    private static int[] Numbers(BinaryReader file)
    {
        int[] numbers = new int[file.Read7BitEncodedInt()];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = file.Read7BitEncodedInt();
        }

        return numbers;
    }

    private static long[] Values(BinaryReader file)
    {
        long[] values = new long[file.Read7BitEncodedInt()];
        long previous = 0;
        for (int i = 0; i < values.Length; i++)
        {
            long coded = file.Read7BitEncodedInt64();
            previous += (long)((ulong)coded >> 1) ^ -(coded & 1);
            values[i] = previous;
        }

        return values;
    }
}
