namespace Tracker.Cli.Results;

/// <summary>A source as the ledger has it.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Kind">Its reader.</param>
/// <param name="Received">Reports seen in all, duplicates and quarantined ones included.</param>
/// <param name="Duplicates">Reports that were stored already.</param>
/// <param name="IsFinished">It was read to its end since it was registered.</param>
/// <param name="LastError">Why the last attempt failed.</param>
/// <param name="IsRetried">It is due again by itself.</param>
/// <param name="IsPaused">No fetcher reads it until it is resumed.</param>
/// <param name="IsSlowed">When it was last read, it was slowed down because what follows could not keep up.</param>
internal sealed record SourceState(
    string Name, string Kind, long Received, long Duplicates, bool IsFinished, string? LastError, bool IsRetried, bool IsPaused = false, bool IsSlowed = false);
