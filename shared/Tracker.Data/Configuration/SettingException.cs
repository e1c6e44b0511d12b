namespace Tracker.Data.Configuration;

/// <summary>A setting is missing or wrong, or its file can't be read. The message names it and says what it may be; it needs no stack trace.</summary>
/// <param name="message">Which setting, what is wrong and what to do.</param>
/// <param name="inner">What was met, if anything.</param>
public sealed class SettingException(string message, Exception? inner = null) : Exception(message, inner);
