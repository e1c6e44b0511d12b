namespace TrackerFetcher.Tests.Sources;

/// <summary>A clock that stands until it is set.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public static FixedTime At(string iso) => new(DateTimeOffset.Parse(iso));

    public override DateTimeOffset GetUtcNow() => Now;
}
