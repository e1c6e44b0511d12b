namespace TrackerFetcher.Sources.Csv;

/// <summary>A header's names, and which needed ones were looked for in vain.</summary>
internal sealed class CsvHeader(string[] names, string path)
{
    private readonly string[] _plain = [.. names.Select(UsualNames.Plain)];
    private readonly List<string> _missing = [];

    /// <summary>The column of that role, by the mapped name or the first of the usual ones; -1 = none.</summary>
    public int Find(string role, string? mapped, params ReadOnlySpan<string> usual)
    {
        if (mapped is not null)
        {
            int column = Array.FindIndex(names, n => string.Equals(n, mapped, StringComparison.OrdinalIgnoreCase));
            if (column < 0)
            {
                _missing.Add($"{role} (mapped to '{mapped}')");
            }

            return column;
        }

        foreach (string name in usual)
        {
            int column = Array.IndexOf(_plain, name);
            if (column >= 0)
            {
                return column;
            }
        }

        return -1;
    }

    /// <summary>As <see cref="Find"/>; none is remembered as missing.</summary>
    public int Need(string role, string? mapped, params ReadOnlySpan<string> usual)
    {
        int column = Find(role, mapped, usual);
        if (column < 0 && mapped is null)
        {
            _missing.Add(role);
        }

        return column;
    }

    public void ThrowIfIncomplete()
    {
        if (_missing.Count > 0)
        {
            string found = RejectedReport.Excerpt(string.Join(", ", names.Select(n => $"'{n}'")), RejectedReport.LongestPayload);
            string hint = names.Any(n => double.TryParse(n, out _))
                ? " The first line looks like data: put a line with the columns' names before it."
                : " Rename the columns, or map them with the option 'columns'.";
            throw new SourceException($"'{path}' lacks a column for {string.Join(", ", _missing)}; its first line has: {found}.{hint}");
        }
    }
}
