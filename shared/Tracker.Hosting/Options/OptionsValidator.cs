using Microsoft.Extensions.Options;

namespace Tracker.Hosting.Options;

/// <summary>Names the invalid settings of an area at the start, before the first job runs.</summary>
internal sealed class OptionsValidator<TOptions>(string area) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        string[] errors = [.. OptionsReader.Errors(options, area).Select(error => error.Message)];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
