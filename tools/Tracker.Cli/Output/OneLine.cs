namespace Tracker.Cli.Output;

/// <summary>Makes external text safe to print on one line.</summary>
internal static class OneLine
{
    /// <summary>Truncates the text and replaces control characters.</summary>
    public static string Of(string text, int longest)
    {
        string plain = string.Concat(text.Take(longest).Select(letter => char.IsControl(letter) ? ' ' : letter));
        return text.Length > longest ? plain + "..." : plain;
    }
}
