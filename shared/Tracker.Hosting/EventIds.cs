namespace Tracker.Hosting;

/// <summary>The ids of this assembly's log events: 3000 to 3999.</summary>
internal static class EventIds
{
    public const int Started = 3000;
    public const int StartedWithoutHttp = 3001;

    public const int JobFailed = 3100;
    public const int JobCancelled = 3101;
    public const int JobFailedAgain = 3102;
    public const int JobRecovered = 3103;

    public const int DatabaseNotAnswering = 3200;
    public const int SchemaUnfit = 3201;
    public const int SchemaFit = 3202;
    public const int SchemaUnknown = 3203;
    public const int SchemaRefused = 3204;

    public const int NoProgress = 3300;
    public const int ProgressAgain = 3301;
}
