namespace Tracker.Data.Ingest;

/// <summary>When a source is read; at most one of interval and calendar, and with neither it is read once.</summary>
/// <param name="Every">From one end to the next begin.</param>
/// <param name="Cron">A calendar in Quartz's cron notation (<c>0 0/5 * * * ?</c>), UTC.</param>
/// <param name="Jitter">
/// Each time is put off by chance up to this, so that sources do not all ask at once; null: a tenth of the wait, 30 s at most.
/// </param>
public sealed record SourceSchedule(TimeSpan? Every = null, string? Cron = null, TimeSpan? Jitter = null);
