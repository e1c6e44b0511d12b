namespace EndToEnd.Tests.Results;

/// <summary>Compares rows as bags, and shows what is missing and what is too much.</summary>
internal static class Rowset
{
    private const int Shown = 10;

    public static void AssertEqual(IEnumerable<string> expected, IEnumerable<string> found)
    {
        string[] missing = [.. Beyond(expected, found)];
        string[] extra = [.. Beyond(found, expected)];
        Assert.True(
            missing.Length + extra.Length == 0,
            $"{missing.Length} rows are missing, {extra.Length} are too many. Missing: {First(missing)}. Too many: {First(extra)}.");
    }

    private static IEnumerable<string> Beyond(IEnumerable<string> rows, IEnumerable<string> others)
    {
        Dictionary<string, int> counts = others.CountBy(row => row).ToDictionary(StringComparer.Ordinal);
        return rows.CountBy(row => row).Where(row => row.Value > counts.GetValueOrDefault(row.Key)).Select(row => row.Key);
    }

    private static string First(string[] rows) => string.Join(" | ", rows.Order(StringComparer.Ordinal).Take(Shown));
}
