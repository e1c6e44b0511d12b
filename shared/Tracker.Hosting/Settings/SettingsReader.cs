using System.ComponentModel.DataAnnotations;
using System.Reflection;
using EFCore.ReadWriteSplitting.Configuration;
using Microsoft.Extensions.Configuration;

namespace Tracker.Hosting.Settings;

/// <summary>
/// Fills an options object of an area. A property is read from its name in the environment (<see cref="SettingName"/>), else from
/// the section of that name in appsettings.json, else keeps its default.
/// </summary>
internal static class SettingsReader
{
    /// <exception cref="InvalidSettingException">A value can't be read, or is out of its range.</exception>
    public static TOptions Read<TOptions>(IConfiguration configuration, string area)
        where TOptions : class, new()
    {
        TOptions options = new();
        Fill(options, configuration, area);
        return Errors(options, area).FirstOrDefault() is { } error ? throw error : options;
    }

    /// <exception cref="InvalidSettingException">A value can't be read.</exception>
    public static void Fill<TOptions>(TOptions options, IConfiguration configuration, string area)
        where TOptions : class
    {
        foreach (PropertyInfo property in typeof(TOptions).GetProperties().Where(p => p.SetMethod is { IsPublic: true }))
        {
            Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            IConfigurationSection section = configuration.GetSection($"{area}:{property.Name}");
            if (!SettingValue.IsScalar(type))
            {
                if (section.Get(type) is { } value) property.SetValue(options, value);
                continue;
            }

            string name = SettingName.Of(area, property.Name);
            (string named, string? text) = configuration[name] is { Length: > 0 } set ? (name, set) : (section.Path, section.Value);
            if (!string.IsNullOrEmpty(text)) property.SetValue(options, SettingValue.Parse(text, type) ?? throw Unreadable(named, text, type));
        }
    }

    /// <summary>What is out of its range in <paramref name="options"/>, each named as the environment names it.</summary>
    public static IEnumerable<InvalidSettingException> Errors(object options, string area)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(result =>
        {
            string[] members = [.. result.MemberNames];
            string name = members.Length == 0 ? area : string.Join(", ", members.Select(member => SettingName.Of(area, member)));
            object? value = members.Length == 1 ? options.GetType().GetProperty(members[0])?.GetValue(options) : null;
            return new InvalidSettingException(
                name, value is null ? $"{result.ErrorMessage}" : $"is '{SettingValue.Format(value)}'. {result.ErrorMessage}");
        });
    }

    private static InvalidSettingException Unreadable(string name, string text, Type type) =>
        new(name, $"is '{text}'. Use {SettingValue.Expected(type)}.");
}
