using EFCore.ReadWriteSplitting.Consistency;

namespace EFCore.ReadWriteSplitting.Sessions;

/// <summary>What a session has written and seen, so that it can go on elsewhere; prints as a short text for a header or a job's data.</summary>
/// <param name="Written">The session's latest commit; null where it wrote nothing.</param>
/// <param name="Seen">A position that all the session's reads were within; null where it read nothing.</param>
public readonly record struct SessionToken(WriteToken? Written, WriteToken? Seen)
{
    private const char Separator = '_';

    /// <summary>Prints the token; <see cref="TryParse"/> reads it back.</summary>
    public override string ToString() => $"{Written}{Separator}{Seen}";

    /// <summary>Reads what <see cref="ToString"/> printed.</summary>
    public static bool TryParse(string? text, out SessionToken token)
    {
        token = default;
        if (text?.Split(Separator) is not [var written, var seen] || !TryParsePart(written, out WriteToken? first) || !TryParsePart(seen, out WriteToken? second))
        {
            return false;
        }

        token = new SessionToken(first, second);
        return true;
    }

    private static bool TryParsePart(string text, out WriteToken? part)
    {
        bool parsed = WriteToken.TryParse(text, out WriteToken token);
        part = parsed ? token : null;
        return parsed || text.Length == 0;
    }
}
