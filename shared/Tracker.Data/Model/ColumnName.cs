using System.Text;

namespace Tracker.Data.Model;

/// <summary>How a property is called in PostgreSQL: snake case, units shortened (<c>AccuracyMetres</c> is <c>accuracy_m</c>).</summary>
internal static class ColumnName
{
    private static readonly (string Suffix, string Unit)[] Units =
    [
        ("_metres_per_second", "_mps"), ("_metres", "_m"), ("_degrees", "_deg"), ("_percent", "_pct"),
    ];

    public static string Of(string property)
    {
        var name = new StringBuilder(property.Length + 8);
        foreach (char letter in property)
        {
            if (char.IsUpper(letter) && name.Length > 0)
            {
                name.Append('_');
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        string snake = name.ToString();
        foreach ((string suffix, string unit) in Units)
        {
            if (snake.EndsWith(suffix, StringComparison.Ordinal))
            {
                return snake[..^suffix.Length] + unit;
            }
        }

        return snake;
    }
}
