namespace Tracker.Cli.Results;

/// <summary>What has come in and what has been made of it.</summary>
internal sealed record Summary
{
    public required ReportCounts Reports { get; init; }

    public required long Trackers { get; init; }

    /// <summary>Effective ones, as events too.</summary>
    public required long Stays { get; init; }

    public required long Events { get; init; }

    public required long Statuses { get; init; }

    /// <summary>Reports that wait, by consumer.</summary>
    public required IReadOnlyDictionary<string, long> Backlog { get; init; }

    public required IReadOnlyList<SourceState> Sources { get; init; }
}

/// <summary>Reports by what became of them.</summary>
internal sealed record ReportCounts(long Received, long Stored, long Duplicates, long Quarantined);
