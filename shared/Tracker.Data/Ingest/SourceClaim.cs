namespace Tracker.Data.Ingest;

/// <summary>The right to read a source, until the lease ends or another claim is made.</summary>
/// <param name="Id">The source.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its reader.</param>
/// <param name="Location">File or URL.</param>
/// <param name="Options">The reader's options, JSON.</param>
/// <param name="RegisterTrackers">Whether unknown trackers are registered.</param>
/// <param name="Position">How far it was read; null: nothing yet.</param>
/// <param name="Failures">Attempts that failed in a row.</param>
/// <param name="Stamp">What makes this claim the current one.</param>
/// <param name="Schedule">When it is read.</param>
/// <param name="Slowed">Whether it is marked as slowed down by back-pressure.</param>
/// <param name="Rereads">Whether it is read again from its start, so that what of its quarantine can be read now is to leave it.</param>
public sealed record SourceClaim(
    int Id, string Name, string Kind, string Location, string Options, bool RegisterTrackers, string? Position, int Failures, Guid Stamp,
    SourceSchedule Schedule, bool Slowed, bool Rereads);
