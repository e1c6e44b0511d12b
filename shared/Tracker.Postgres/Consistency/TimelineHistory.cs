using System.Globalization;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>Where a timeline left each earlier one (PostgreSQL's timeline history file): what came after on the earlier one is not part of it.</summary>
/// <param name="Timeline">Whose history this is.</param>
/// <param name="Forks">Of each ancestor, the position at which it was left.</param>
internal sealed record TimelineHistory(int Timeline, IReadOnlyDictionary<int, NpgsqlLogSequenceNumber> Forks)
{
    /// <summary>Whether what the token stands for is part of this timeline's history.</summary>
    public bool Keeps(WriteToken token) =>
        token.Timeline == Timeline || (Forks.TryGetValue(token.Timeline, out NpgsqlLogSequenceNumber fork) && token.Position <= fork);

    /// <summary>Reads the lines "parent timeline, position, reason"; comments and empty lines aside.</summary>
    public static TimelineHistory Parse(int timeline, string file)
    {
        Dictionary<int, NpgsqlLogSequenceNumber> forks = [];
        foreach (string line in file.Split('\n'))
        {
            string[] fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length >= 2 && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int parent)
                && NpgsqlLogSequenceNumber.TryParse(fields[1], out NpgsqlLogSequenceNumber fork))
            {
                forks[parent] = fork;
            }
        }

        return new TimelineHistory(timeline, forks);
    }
}
