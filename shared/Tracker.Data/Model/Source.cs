namespace Tracker.Data.Model;

/// <summary>Where reports come from, how far it was read, and what came of it.</summary>
public sealed class Source
{
    /// <summary>Key, given by the database.</summary>
    public int Id { get; init; }

    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Kind of reader: <c>csv</c>, <c>gtfs-rt</c>, <c>traccar</c>, ...</summary>
    public required string Kind { get; init; }

    /// <summary>File or URL.</summary>
    public required string Location { get; init; }

    /// <summary>What the reader understands beyond the location, as JSON.</summary>
    public required string Options { get; init; }

    /// <summary>False quarantines the reports of unknown trackers; true registers them.</summary>
    public bool RegisterTrackers { get; init; } = true;

    /// <summary>How often it is read; null: once.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>UTC; from when on it may be claimed. Null: never again (read to its end, or refused).</summary>
    public DateTime? NextDueAt { get; init; }

    /// <summary>Who reads it now: a random value that each claim sets anew.</summary>
    public Guid? Claim { get; init; }

    /// <summary>How far it was read, in the reader's own words; null: nothing yet.</summary>
    public string? Position { get; init; }

    /// <summary>Reports seen, duplicates and quarantined ones included.</summary>
    public long Received { get; init; }

    /// <summary>Reports that were stored already.</summary>
    public long Duplicates { get; init; }

    /// <summary>Attempts that failed in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Why the last attempt failed; null where it did not.</summary>
    public string? LastError { get; init; }

    /// <summary>UTC; when it was last read to its end.</summary>
    public DateTime? FinishedAt { get; init; }

    /// <summary>A calendar in Quartz's cron notation, UTC, in place of <see cref="Every"/>.</summary>
    public string? Cron { get; init; }

    /// <summary>By how much each time is put off by chance, at most; null: a tenth of the wait, 30 s at most.</summary>
    public TimeSpan? Jitter { get; init; }

    /// <summary>No fetcher reads it until it is resumed.</summary>
    public bool Paused { get; init; }

    /// <summary>When it was last read, it was slowed down because what follows could not keep up.</summary>
    public bool Slowed { get; init; }

    /// <summary>It is being read again from its start: what of its quarantine can be read now leaves it.</summary>
    public bool Rereads { get; init; }

    /// <summary>Reports that left its quarantine because there were too many, or for their age.</summary>
    public long QuarantineDropped { get; init; }
}
