using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>
/// Proof of a commit: a server that has replayed up to <see cref="Position"/> on <see cref="Timeline"/> shows it.
/// Prints as <c>systemid-timeline-position</c>, short enough for an HTTP header or a job's data.
/// </summary>
/// <param name="SystemId">The cluster that issued it (<c>pg_control_system().system_identifier</c>).</param>
/// <param name="Timeline">The primary's timeline at the commit.</param>
/// <param name="Position">WAL insert position just after the commit.</param>
public readonly record struct WriteToken(long SystemId, int Timeline, NpgsqlLogSequenceNumber Position)
{
    /// <summary>
    /// The later of two tokens of one cluster: on one timeline, what both proved, it proves. Of tokens of two timelines the later
    /// one proves the earlier only where its timeline's history keeps that: judge the earlier one before merging.
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

    /// <summary>Prints the token; <see cref="TryParse"/> reads it back.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(ulong)SystemId:x}-{Timeline:x}-{(ulong)Position:x}");

    /// <summary>Reads what <see cref="ToString"/> printed.</summary>
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
