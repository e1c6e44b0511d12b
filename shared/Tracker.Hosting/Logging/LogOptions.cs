namespace Tracker.Hosting.Logging;

internal enum LogFormat
{
    Text,
    Json,
}

/// <summary>How a service writes its log: <c>TRACKER_LOG_FORMAT</c>, <c>TRACKER_LOG_LEVEL</c>.</summary>
internal sealed class LogOptions
{
    public const string Area = "Log";

    /// <summary>Text, or JSON with one object per line. The default is JSON in a container and text elsewhere.</summary>
    public LogFormat? Format { get; set; }

    /// <summary>The lowest level that is written: Trace, Debug, Information, Warning, Error or Critical. The default is Information.</summary>
    public Microsoft.Extensions.Logging.LogLevel Level { get; set; } = Microsoft.Extensions.Logging.LogLevel.Information;
}
