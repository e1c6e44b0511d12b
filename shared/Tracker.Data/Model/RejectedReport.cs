namespace Tracker.Data.Model;

/// <summary>A report in quarantine: kept with its reason, not stored.</summary>
public sealed class RejectedReport
{
    /// <summary>Key, given by the database.</summary>
    public long Id { get; init; }

    /// <summary>Where it came from.</summary>
    public int SourceId { get; init; }

    /// <summary>Why, in snake case (<see cref="Tracker.Geo.Reports.RejectionReason"/>).</summary>
    public required string Reason { get; init; }

    /// <summary>What exactly is wrong.</summary>
    public required string Detail { get; init; }

    /// <summary>What the source said, as it said it.</summary>
    public required string Payload { get; init; }

    /// <summary>UTC.</summary>
    public DateTime RejectedAt { get; init; }

    /// <summary>The report as JSON, where it could be read whole and only broke a rule: it can be judged again.</summary>
    public string? Report { get; init; }

    /// <summary>The tracker's key, where it could be read.</summary>
    public string? TrackerKey { get; init; }

    /// <summary>How many reports it stands for: 1, but for those of erased trackers, whose content is withheld.</summary>
    public long Reports { get; init; }
}
