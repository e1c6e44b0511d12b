namespace Tracker.Cli.Output;

/// <summary>Texts of elsewhere on one line of a terminal.</summary>
internal static class OneLine
{
    /// <summary>The beginning of a text, without line ends and what a terminal would obey.</summary>
    public static string Of(string text, int longest)
    {
        string plain = string.Concat(text.Take(longest).Select(letter => char.IsControl(letter) ? ' ' : letter));
        return text.Length > longest ? plain + "..." : plain;
    }
}
