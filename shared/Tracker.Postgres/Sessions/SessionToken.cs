using EFCore.ReadWriteSplitting.Consistency;

namespace EFCore.ReadWriteSplitting.Sessions;

/// <summary>The positions that a session has written and seen, so that it can continue in another process. Formatted as a short text, for
/// example for an HTTP header.</summary>
/// <param name="Written">The session's latest commit; null if it wrote nothing.</param>
/// <param name="Seen">A position that covers all the session's reads; null if it read nothing.</param>
public readonly record struct SessionToken(WriteToken? Written, WriteToken? Seen)
{
    private const char Separator = '_';

    /// <summary>Formats the token; <see cref="TryParse"/> parses it.</summary>
    public override string ToString() => $"{Written}{Separator}{Seen}";

    /// <summary>Parses the result of <see cref="ToString"/>.</summary>
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
