using System.Text;
using EFCore.ReadWriteSplitting.Configuration;

namespace Tracker.Data.Configuration;

/// <summary>
/// The text of a <c>.env</c> file as settings. A line is <c>NAME=value</c>, with an optional <c>export</c> before it;
/// <c>#</c> begins a comment at the start of a line or after a space; values may stand in single quotes (taken as they are) or in
/// double quotes (where <c>\n \r \t \" \\ \$</c> are escapes), and quoted values may run over several lines.
/// Nothing is expanded: <c>$NAME</c> stays what it is.
/// </summary>
public static class DotEnv
{
    /// <summary>The settings in <paramref name="text"/>; where a name stands twice, the later line counts.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="source">What to call the file in an error, such as <c>.env.local</c>.</param>
    /// <exception cref="InvalidSettingException">A line is not a setting; the message names the file and the line.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string text, string source = ".env")
    {
        ArgumentNullException.ThrowIfNull(text);
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        Reader reader = new(text.TrimStart('\uFEFF').ReplaceLineEndings("\n"), source);
        while (reader.Next(out string name, out string value)) settings[name] = value;
        return settings;
    }

    private sealed class Reader(string text, string source)
    {
        private int _at;
        private int _line = 1;

        public bool Next(out string name, out string value)
        {
            (name, value) = (string.Empty, string.Empty);
            while (_at < text.Length)
            {
                SkipBlanks();
                if (_at >= text.Length) return false;
                if (text[_at] is '#' or '\n')
                {
                    SkipLine();
                    continue;
                }

                name = Name();
                value = Value();
                return true;
            }

            return false;
        }

        private string Name()
        {
            int end = text.IndexOfAny(['=', '\n'], _at);
            if (end < 0 || text[end] == '\n') throw Wrong("has no '='. Write NAME=value");
            string name = text[_at..end].Trim();
            if (name.StartsWith("export ", StringComparison.Ordinal) || name.StartsWith("export\t", StringComparison.Ordinal))
            {
                name = name[7..].TrimStart();
            }

            if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'))
            {
                throw Wrong($"'{name}' is not a name. Use letters, digits, '_' and '.', no digit first");
            }

            _at = end + 1;
            return name;
        }

        private string Value()
        {
            SkipBlanks();
            if (_at >= text.Length || text[_at] is not ('"' or '\'')) return Unquoted();
            string value = Quoted(text[_at]);
            SkipBlanks();
            if (_at < text.Length && text[_at] is not ('#' or '\n')) throw Wrong("has something after the closing quote. Remove it, or quote it too");
            SkipLine();
            return value;
        }

        private string Unquoted()
        {
            int start = _at;
            int end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            for (int i = start; i < end; i++)
            {
                // A '#' inside a value (a password, an URL's fragment) belongs to it; only one after a space begins a comment.
                if (text[i] == '#' && (i == start || text[i - 1] is ' ' or '\t'))
                {
                    SkipLine();
                    return text[start..i].Trim();
                }
            }

            SkipLine();
            return text[start..end].Trim();
        }

        private string Quoted(char quote)
        {
            int opened = _line;
            StringBuilder value = new();
            for (_at++; _at < text.Length && text[_at] != quote; _at++)
            {
                if (text[_at] == '\n') _line++;
                value.Append(quote == '"' && text[_at] == '\\' && _at + 1 < text.Length ? Escaped(text[++_at]) : text[_at].ToString());
            }

            if (_at >= text.Length)
            {
                _line = opened;
                throw Wrong($"the quote {quote} is not closed. Close it");
            }

            _at++;
            return value.ToString();
        }

        private string Escaped(char letter)
        {
            if (letter == '\n') _line++;
            return letter switch
            {
                'n' => "\n",
                'r' => "\r",
                't' => "\t",
                '"' or '\\' or '$' => letter.ToString(),
                _ => $"\\{letter}",
            };
        }

        private void SkipBlanks()
        {
            while (_at < text.Length && text[_at] is (' ' or '\t')) _at++;
        }

        private void SkipLine()
        {
            int end = text.IndexOf('\n', _at);
            _at = end < 0 ? text.Length : end + 1;
            _line++;
        }

        private InvalidSettingException Wrong(string what) => new($"{source}, line {_line}", what);
    }
}
