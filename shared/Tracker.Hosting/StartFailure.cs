using EFCore.ReadWriteSplitting.Configuration;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Tracker.Hosting;

/// <summary>Describes in one line why a start failed.</summary>
internal static class StartFailure
{
    public static string Describe(Exception failure) => OneLine(failure switch
    {
        InvalidSettingException => failure.Message,
        OptionsValidationException invalid => string.Join("; ", invalid.Failures),
        AggregateException { InnerExceptions.Count: > 0 } several => Describe(several.InnerExceptions[0]),
        IOException { InnerException: AddressInUseException } =>
            $"{failure.Message.TrimEnd('.')}. Stop what listens there, or set TRACKER_HTTP_PORT to another port or to 'any'",
        _ when InvalidSetting(failure) is { } message => message,
        _ => $"{failure.GetType().Name}: {failure.Message}",
    });

    // A setting that is read while a service is constructed arrives wrapped.
    private static string? InvalidSetting(Exception failure)
    {
        for (Exception? inner = failure.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is InvalidSettingException or OptionsValidationException) return Describe(inner);
        }

        return null;
    }

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
