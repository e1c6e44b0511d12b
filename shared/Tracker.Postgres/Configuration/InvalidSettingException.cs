namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>A setting is missing or invalid. The message names the setting, the problem and the remedy.</summary>
public sealed class InvalidSettingException(string setting, string problem)
    : Exception($"{setting}: {problem}")
{
    /// <summary>The name of the setting, such as <c>POSTGRES_SERVER</c>.</summary>
    public string Setting { get; } = setting;
}
