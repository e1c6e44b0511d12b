using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Tracker.Hosting.Options;

/// <summary>The one form in which a message says what a setting may be: <c>Use a whole number from 1 to 64.</c></summary>
internal static class SettingRange
{
    /// <summary>The type of the setting and, where it has a <see cref="RangeAttribute"/>, its bounds.</summary>
    public static string Describe(PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return $"Use {SettingValue.Expected(type)}{Bounds(property, type)}.";
    }

    public static bool IsViolated(PropertyInfo property, object value) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range && !range.IsValid(value);

    private static string Bounds(PropertyInfo property, Type type)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is not { } range) return string.Empty;
        string lowest = Format(range.Minimum, type);
        string? highest = IsUnbounded(range.Maximum) ? null : Format(range.Maximum, type);
        return (range.MinimumIsExclusive, highest) switch
        {
            (false, null) => $" of at least {lowest}",
            (true, null) => $" of more than {lowest}",
            (true, _) => $" of more than {lowest} and at most {highest}",
            _ => $" from {lowest} to {highest}",
        };
    }

    private static bool IsUnbounded(object highest) => highest is double.MaxValue or int.MaxValue or (double)long.MaxValue;

    // The bounds of a time are texts until the attribute has been asked for the first time.
    private static string Format(object bound, Type type) =>
        SettingValue.Format(bound is string text ? SettingValue.Parse(text, type) ?? text : bound);
}
