using System.Globalization;

namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>A time in a setting: a number and its unit, <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>, <c>7d</c>.</summary>
public static class TimeWithUnit
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400)];

    /// <summary>Parses <paramref name="text"/>; returns false if it has no known unit or is negative.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        foreach ((string unit, double seconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                && number * seconds < TimeSpan.MaxValue.TotalSeconds)
            {
                value = TimeSpan.FromSeconds(number * seconds);
                return true;
            }
        }

        value = TimeSpan.Zero;
        return false;
    }

    /// <summary>Formats a time with the largest unit that gives a whole number.</summary>
    public static string Format(TimeSpan value)
    {
        foreach ((string unit, double seconds) in Units.Reverse())
        {
            double number = value.TotalSeconds / seconds;
            if (number >= 1 && Math.Abs(number - Math.Round(number)) < 1e-9)
            {
                return number.ToString("0", CultureInfo.InvariantCulture) + unit;
            }
        }

        return value.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + "ms";
    }
}
