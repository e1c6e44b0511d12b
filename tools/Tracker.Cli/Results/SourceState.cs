namespace Tracker.Cli.Results;

/// <summary>The state of a source in the database.</summary>
/// <param name="Name">The unique name.</param>
/// <param name="Kind">The kind, which selects the reader.</param>
/// <param name="Received">Reports received, including duplicates and quarantined reports.</param>
/// <param name="Duplicates">Reports that were already stored.</param>
/// <param name="IsFinished">The source was read to its end since it was registered.</param>
/// <param name="LastError">Why the last attempt failed; null if it succeeded.</param>
/// <param name="IsRetried">The source is scheduled to be read again.</param>
/// <param name="IsPaused">The source is not read until it is resumed.</param>
/// <param name="IsSlowed">The last read was slowed down by back-pressure from the consumers.</param>
internal sealed record SourceState(
    string Name, string Kind, long Received, long Duplicates, bool IsFinished, string? LastError, bool IsRetried, bool IsPaused = false, bool IsSlowed = false);
