namespace Tracker.Hosting.Logging;

internal enum LogFormat
{
    Text,
    Json,
}

/// <summary>How a service writes its log: <c>TRACKER_LOG_FORMAT</c>, <c>TRACKER_LOG_LEVEL</c>.</summary>
internal sealed class LogSettings
{
    public const string Area = "Log";

    /// <summary>Text for people or JSON for machines. Default: JSON in a container, text elsewhere.</summary>
    public LogFormat? Format { get; set; }

    /// <summary>The least level that is written: Trace, Debug, Information, Warning, Error or Critical. Default Information.</summary>
    public Microsoft.Extensions.Logging.LogLevel Level { get; set; } = Microsoft.Extensions.Logging.LogLevel.Information;
}
