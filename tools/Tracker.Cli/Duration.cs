using EFCore.ReadWriteSplitting.Configuration;

namespace Tracker.Cli;

/// <summary>Parses durations with a unit in options.</summary>
internal static class Duration
{
    /// <exception cref="CliException">The text is not a duration with a unit.</exception>
    public static TimeSpan Parse(string option, string text) => TimeWithUnit.TryParse(text, out TimeSpan duration)
        ? duration
        : throw new CliException($"{option} is '{text}'. Use a duration with a unit, such as 30s, 5m, 36h or 7d.");

    /// <summary>Parses a duration that must be greater than zero.</summary>
    /// <exception cref="CliException">The text is not a duration with a unit, or it is zero.</exception>
    public static TimeSpan ParsePositive(string option, string text) => Parse(option, text) is var duration && duration > TimeSpan.Zero
        ? duration
        : throw new CliException($"{option} is '{text}'. Use a duration greater than zero, such as 36h.");
}
