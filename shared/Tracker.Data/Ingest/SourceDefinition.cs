namespace Tracker.Data.Ingest;

/// <summary>A source as it is asked for.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Kind">Its reader.</param>
/// <param name="Location">File or URL.</param>
/// <param name="Options">The reader's options, a JSON object.</param>
/// <param name="RegisterTrackers">Whether unknown trackers are registered; else their reports are quarantined.</param>
/// <param name="Schedule">When it is read.</param>
public sealed record SourceDefinition(string Name, string Kind, string Location, string Options, bool RegisterTrackers, SourceSchedule Schedule);
