using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>
/// The position of a commit: a server that has replayed up to <see cref="Position"/> on <see cref="Timeline"/> shows the commit.
/// Prints as <c>systemid-timeline-position</c>, short enough for an HTTP header or a job's data.
/// </summary>
/// <param name="SystemId">The cluster that issued it (<c>pg_control_system().system_identifier</c>).</param>
/// <param name="Timeline">The primary's timeline at the commit.</param>
/// <param name="Position">WAL insert position just after the commit.</param>
public readonly record struct WriteToken(long SystemId, int Timeline, NpgsqlLogSequenceNumber Position)
{
    /// <summary>
    /// Returns the later of two tokens of one cluster. On one timeline it proves both. Across timelines it proves the earlier token only
    /// if the later timeline forked after it, so check the earlier token before merging.
    /// </summary>
    /// <exception cref="ForeignTokenException">The tokens belong to different clusters.</exception>
    public WriteToken Merge(WriteToken other)
    {
        if (other.SystemId != SystemId)
        {
            throw new ForeignTokenException(other, SystemId);
        }

        bool otherIsLater = other.Timeline != Timeline ? other.Timeline > Timeline : other.Position > Position;
        return otherIsLater ? other : this;
    }

    /// <summary>Formats the token; <see cref="TryParse"/> parses it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(ulong)SystemId:x}-{Timeline:x}-{(ulong)Position:x}");

    /// <summary>Parses the result of <see cref="ToString"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out WriteToken token)
    {
        token = default;
        string[] parts = text is { Length: <= 64 } ? text.Split('-') : [];
        if (parts.Length != 3
            || !ulong.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong systemId)
            || !int.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int timeline) || timeline < 1
            || !ulong.TryParse(parts[2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong position))
        {
            return false;
        }

        token = new WriteToken((long)systemId, timeline, new NpgsqlLogSequenceNumber(position));
        return true;
    }
}
