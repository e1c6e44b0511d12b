using System.Text;

namespace TrackerFetcher.Sources.Csv;

/// <summary>Keeps one string per tracker of a file, instead of one per line.</summary>
internal sealed class TrackerKeys
{
    private const int MostKeys = 200_000;
    private const int LongestKept = 200;

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestKept)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        Span<char> text = stackalloc char[LongestKept];
        text = text[..Encoding.UTF8.GetChars(utf8, text)];
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known = _keys.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(text, out string? key))
        {
            return key;
        }

        // Memory stays bounded if each line has another key.
        if (_keys.Count >= MostKeys)
        {
            _keys.Clear();
        }

        key = text.ToString();
        _keys.Add(key);
        return key;
    }
}
