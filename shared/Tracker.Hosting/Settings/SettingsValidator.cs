using Microsoft.Extensions.Options;

namespace Tracker.Hosting.Settings;

/// <summary>Says at the start, before the first job, which setting of an area is wrong.</summary>
internal sealed class SettingsValidator<TOptions>(string area) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        string[] errors = [.. SettingsReader.Errors(options, area).Select(error => error.Message)];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
