using System.ComponentModel.DataAnnotations;
using System.Reflection;
using EFCore.ReadWriteSplitting.Configuration;
using Microsoft.Extensions.Configuration;

namespace Tracker.Hosting.Options;

/// <summary>
/// Fills the options of an area. A property is read from its name in the environment (<see cref="SettingName"/>), else from the section
/// of that name in appsettings.json; otherwise it keeps its default.
/// </summary>
internal static class OptionsReader
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
            if (string.IsNullOrEmpty(text)) continue;
            object parsed = SettingValue.Parse(text, type) ?? throw new InvalidSettingException(named, $"is '{text}'. {SettingRange.Describe(property)}");
            property.SetValue(options, parsed);
        }
    }

    /// <summary>The settings in <paramref name="options"/> that are out of their range, each named as in the environment.</summary>
    public static IEnumerable<InvalidSettingException> Errors(object options, string area)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(result => Error(options, area, result));
    }

    private static InvalidSettingException Error(object options, string area, ValidationResult result)
    {
        string[] members = [.. result.MemberNames];
        string name = members.Length == 0 ? area : string.Join(", ", members.Select(member => SettingName.Of(area, member)));
        PropertyInfo? property = members.Length == 1 ? options.GetType().GetProperty(members[0]) : null;
        if (property?.GetValue(options) is not { } value) return new InvalidSettingException(name, $"{result.ErrorMessage}");
        string advice = SettingRange.IsViolated(property, value) ? SettingRange.Describe(property) : $"{result.ErrorMessage}";
        return new InvalidSettingException(name, $"is '{SettingValue.Format(value)}'. {advice}");
    }
}
