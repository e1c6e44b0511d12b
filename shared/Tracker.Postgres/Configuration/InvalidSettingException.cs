namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>A setting is missing or out of its range; the message names it, says what is wrong and what to do.</summary>
public sealed class InvalidSettingException(string setting, string problem)
    : Exception($"{setting}: {problem}")
{
    /// <summary>The setting as the user writes it, such as <c>POSTGRES_SERVER</c>.</summary>
    public string Setting { get; } = setting;
}
