namespace TrackerFetcher;

/// <summary>Ids of the log events of the fetcher: 4000 to 4999.</summary>
internal static class EventIds
{
    // Fetching
    public const int SourceFailed = 4000;
    public const int ReadOrStoreFailed = 4001;
    public const int ClaimLost = 4002;
    public const int ErasedReportsRefused = 4003;
    public const int ClaimRenewalFailed = 4004;
    public const int ClaimingFailed = 4005;
    public const int OutcomeNotRecorded = 4006;
    public const int SourceFailedAgain = 4007;
    public const int SourceRecovered = 4008;
    public const int OutcomesNotRecorded = 4009;
    public const int OutcomesRecorded = 4010;

    // Back-pressure
    public const int FetchingSlowed = 4100;
    public const int FetchingResumed = 4101;
    public const int BacklogUnknown = 4102;

    // Configured sources
    public const int ConfiguredSourceChanged = 4200;
    public const int ConfiguredSourceRefused = 4201;
    public const int ConfiguredSourceWaiting = 4202;

    // Retention and cleanup
    public const int MonthDropped = 4300;
    public const int QuarantineExpired = 4301;
    public const int RetentionBlocked = 4302;
}
