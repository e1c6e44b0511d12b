using System.Globalization;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>
/// The positions at which a timeline forked from its ancestors (PostgreSQL's timeline history file). WAL of an ancestor after its fork
/// point is not part of the timeline.
/// </summary>
/// <param name="Timeline">The timeline.</param>
/// <param name="Forks">The fork point of each ancestor.</param>
internal sealed record TimelineHistory(int Timeline, IReadOnlyDictionary<int, NpgsqlLogSequenceNumber> Forks)
{
    /// <summary>Whether this timeline contains the token's position.</summary>
    public bool Keeps(WriteToken token) =>
        token.Timeline == Timeline || (Forks.TryGetValue(token.Timeline, out NpgsqlLogSequenceNumber fork) && token.Position <= fork);

    /// <summary>Parses the lines "parent timeline, switch point, reason"; ignores comments and empty lines.</summary>
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
