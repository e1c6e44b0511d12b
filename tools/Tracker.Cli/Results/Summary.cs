namespace Tracker.Cli.Results;

/// <summary>Counts of received reports and of results.</summary>
internal sealed record Summary
{
    public required ReportCounts Reports { get; init; }

    public required long Trackers { get; init; }

    /// <summary>Effective entries, as for events.</summary>
    public required long Stays { get; init; }

    public required long Events { get; init; }

    public required long Statuses { get; init; }

    /// <summary>Pending reports by consumer.</summary>
    public required IReadOnlyDictionary<string, long> Backlog { get; init; }

    public required IReadOnlyList<SourceState> Sources { get; init; }
}

/// <summary>Reports by outcome.</summary>
internal sealed record ReportCounts(long Received, long Stored, long Duplicates, long Quarantined);
