namespace TrackerFetcher.Sources.Csv;

/// <summary>Looks up columns by name and collects the required ones that are missing.</summary>
internal sealed class CsvHeader(string[] names, string path)
{
    private readonly string[] _normalized = [.. names.Select(FieldAliases.Normalize)];
    private readonly List<string> _missing = [];

    /// <summary>The column of a role, by its mapped name or the first alias that matches; -1 = none.</summary>
    public int Find(string role, string? mapped, params ReadOnlySpan<string> aliases)
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

        foreach (string name in aliases)
        {
            int column = Array.IndexOf(_normalized, name);
            if (column >= 0)
            {
                return column;
            }
        }

        return -1;
    }

    /// <summary>Like <see cref="Find"/>, for a column that is required.</summary>
    public int Require(string role, string? mapped, params ReadOnlySpan<string> aliases)
    {
        int column = Find(role, mapped, aliases);
        if (column < 0 && mapped is null)
        {
            _missing.Add(role);
        }

        return column;
    }

    /// <exception cref="SourceException">A required or mapped column is missing.</exception>
    public void ThrowIfIncomplete()
    {
        if (_missing.Count > 0)
        {
            string found = Excerpt.Of(string.Join(", ", names.Select(n => $"'{n}'")), Excerpt.Longest);
            string hint = names.Any(n => double.TryParse(n, out _))
                ? " The first line looks like data: put a line with the columns' names before it."
                : " Rename the columns, or map them with the option 'columns'.";
            throw new SourceException($"'{path}' lacks a column for {string.Join(", ", _missing)}; its first line has: {found}.{hint}");
        }
    }
}
