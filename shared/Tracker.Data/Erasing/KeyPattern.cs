using System.Text;

namespace Tracker.Data.Erasing;

/// <summary>Finds a tracker's key in the text of a source.</summary>
internal static class KeyPattern
{
    // The characters that separate fields: in CSV, JSON, XML and addresses.
    private const string Separators = """[,;:/|&?="'<>()\[\]{}\s]""";

    /// <summary>
    /// A regular expression of PostgreSQL that finds the key as a field of its own: <c>bus 1</c>, but not <c>bus 12</c> or <c>my-bus
    /// 1</c>.
    /// </summary>
    public static string Of(string key)
    {
        var literal = new StringBuilder(key.Length * 2);
        foreach (char letter in key)
        {
            // An escaped letter or digit has a meaning of its own; any other escaped character stands for itself.
            _ = char.IsAsciiLetterOrDigit(letter) || letter > 127 ? literal.Append(letter) : literal.Append('\\').Append(letter);
        }

        return $"(^|{Separators}){literal}($|{Separators})";
    }
}
