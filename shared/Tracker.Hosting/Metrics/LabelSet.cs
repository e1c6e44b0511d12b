using System.Globalization;

namespace Tracker.Hosting.Metrics;

/// <summary>The labels of a series, sorted by name: the same tags in another order are the same series.</summary>
internal sealed class LabelSet : IEquatable<LabelSet>, IComparable<LabelSet>
{
    public static readonly LabelSet None = new([]);

    private readonly int _hash;

    public LabelSet(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        SortedDictionary<string, string> labels = new(StringComparer.Ordinal);
        foreach ((string key, object? value) in tags)
        {
            string name = MetricName.Label(key);
            // Two keys that become one name ("a.b" and "a_b") keep both values.
            labels[name] = labels.TryGetValue(name, out string? other) ? $"{other};{Text(value)}" : Text(value);
        }

        Labels = [.. labels];
        HashCode hash = default;
        foreach ((string name, string value) in Labels)
        {
            hash.Add(name, StringComparer.Ordinal);
            hash.Add(value, StringComparer.Ordinal);
        }

        _hash = hash.ToHashCode();
    }

    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; }

    public bool Equals(LabelSet? other) => other is not null && _hash == other._hash && Labels.SequenceEqual(other.Labels);

    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    public override int GetHashCode() => _hash;

    public int CompareTo(LabelSet? other)
    {
        if (other is null) return 1;
        foreach (((string name, string value), (string otherName, string otherValue)) in Labels.Zip(other.Labels))
        {
            int order = string.CompareOrdinal(name, otherName);
            if (order == 0) order = string.CompareOrdinal(value, otherValue);
            if (order != 0) return order;
        }

        return Labels.Count.CompareTo(other.Labels.Count);
    }

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
