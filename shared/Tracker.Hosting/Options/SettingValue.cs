using System.Globalization;
using EFCore.ReadWriteSplitting.Configuration;

namespace Tracker.Hosting.Options;

/// <summary>Converts the value of a setting from text and to text.</summary>
internal static class SettingValue
{
    public static bool IsScalar(Type type) =>
        type == typeof(string) || type == typeof(TimeSpan) || type == typeof(bool)
        || type == typeof(int) || type == typeof(long) || type == typeof(double) || type.IsEnum;

    /// <summary>Reads <paramref name="text"/> as a value of a scalar type; null where it is not one.</summary>
    public static object? Parse(string text, Type type) => type switch
    {
        _ when type == typeof(string) => text,
        _ when type == typeof(TimeSpan) => Time(text),
        _ when type == typeof(bool) => Switch(text),
        _ when type == typeof(int) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null,
        _ when type == typeof(long) =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null,
        _ when type == typeof(double) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null,
        _ => Enum.TryParse(type, text, ignoreCase: true, out object? member) && Enum.IsDefined(type, member) ? member : null,
    };

    public static string Format(object value) =>
        value is TimeSpan time ? TimeWithUnit.Format(time) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>Describes the values of a scalar type.</summary>
    public static string Expected(Type type) => type switch
    {
        _ when type == typeof(TimeSpan) => "a time with its unit (500ms, 30s, 5m, 1h)",
        _ when type == typeof(bool) => "'on' or 'off'",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(double) => "a number",
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ => "a text",
    };

    // A bare number is refused: .NET reads it as days, its writer probably means seconds.
    private static object? Time(string text) =>
        TimeWithUnit.TryParse(text, out TimeSpan time) ? time
        : text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out time) ? time
        : null;

    private static object? Switch(string text) => text.ToLowerInvariant() switch
    {
        "on" or "true" or "1" => true,
        "off" or "false" or "0" => false,
        _ => null,
    };
}
