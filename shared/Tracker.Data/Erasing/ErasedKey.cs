using System.Security.Cryptography;
using System.Text;

namespace Tracker.Data.Erasing;

/// <summary>A tracker's key as the log of erasures has it.</summary>
internal static class ErasedKey
{
    /// <summary>The hash of <c>n.key</c>, in SQL; equals <see cref="Hash"/>.</summary>
    public const string HashSql = "sha256(convert_to(n.key, 'UTF8'))";

    // What separates fields in what sources say: CSV, JSON, XML, addresses.
    private const string Separators = """[,;:/|&?="'<>()\[\]{}\s]""";

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>A regular expression of PostgreSQL by which a text has the key as a field of its own: <c>bus 1</c> is not in <c>bus 12</c> or <c>my-bus 1</c>.</summary>
    public static string FieldPattern(string key)
    {
        var literal = new StringBuilder(key.Length * 2);
        foreach (char letter in key)
        {
            // Escapes of letters and digits have meanings; those of all else are the character itself.
            _ = char.IsAsciiLetterOrDigit(letter) || letter > 127 ? literal.Append(letter) : literal.Append('\\').Append(letter);
        }

        return $"(^|{Separators}){literal}($|{Separators})";
    }
}
