namespace TrackerFetcher.Tests.Sources;

/// <summary>What counts the process's allocations runs while nothing else does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
