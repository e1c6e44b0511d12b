using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Tracker.Data.Configuration;

namespace Tracker.Hosting.Settings;

/// <summary>
/// Fills an options object of an area. A property is read from its name in the environment (<see cref="SettingName"/>), else from
/// the section of that name in appsettings.json, else keeps its default.
/// </summary>
internal static class SettingsReader
{
    /// <exception cref="SettingException">A value can't be read, or is out of its range.</exception>
    public static TOptions Read<TOptions>(IConfiguration configuration, string area)
        where TOptions : class, new()
    {
        TOptions options = new();
        Fill(options, configuration, area);
        string[] errors = [.. Errors(options, area)];
        return errors.Length == 0 ? options : throw new SettingException(string.Join("; ", errors));
    }

    public static void Fill<TOptions>(TOptions options, IConfiguration configuration, string area)
        where TOptions : class
    {
        configuration.GetSection(area).Bind(options);
        foreach (PropertyInfo property in typeof(TOptions).GetProperties().Where(p => p.SetMethod is { IsPublic: true }))
        {
            string name = SettingName.Of(area, property.Name);
            if (configuration[name] is { Length: > 0 }) property.SetValue(options, Value(configuration, name, property.PropertyType));
        }
    }

    /// <summary>What is wrong with <paramref name="options"/>, each named as the environment names it.</summary>
    public static IEnumerable<string> Errors(object options, string area)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(result =>
        {
            string[] members = [.. result.MemberNames];
            string names = members.Length == 0 ? area : string.Join(", ", members.Select(member => SettingName.Of(area, member)));
            object? value = members.Length == 1 ? options.GetType().GetProperty(members[0])?.GetValue(options) : null;
            return value is null ? $"{names}: {result.ErrorMessage}" : $"{names} is {value}: {result.ErrorMessage}";
        });
    }

    private static object? Value(IConfiguration configuration, string name, Type type)
    {
        try
        {
            return configuration.GetValue(type, name);
        }
        catch (InvalidOperationException unreadable)
        {
            throw new SettingException($"{name} is '{configuration[name]}', which is not {Described(Nullable.GetUnderlyingType(type) ?? type)}", unreadable);
        }
    }

    private static string Described(Type type) => type switch
    {
        _ when type == typeof(TimeSpan) => "a time span; write hours:minutes:seconds, such as 00:05:00",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(double) => "a number",
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ => $"a {type.Name}",
    };
}
