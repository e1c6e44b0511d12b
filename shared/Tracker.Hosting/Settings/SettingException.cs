namespace Tracker.Hosting.Settings;

/// <summary>A setting is missing or wrong. The message names it and says what it may be.</summary>
public sealed class SettingException(string message, Exception? inner = null) : Exception(message, inner);
