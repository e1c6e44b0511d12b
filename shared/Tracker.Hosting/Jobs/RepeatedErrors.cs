using System.Text.RegularExpressions;

namespace Tracker.Hosting.Jobs;

/// <summary>
/// Decides what the log says of errors that repeat: the first of a kind in full, then at most one line per minute with their number, and one
/// line when they are over. Errors are of one kind if their types and messages are equal except for numbers.
/// </summary>
/// <param name="clock">The clock.</param>
public sealed partial class RepeatedErrors(TimeProvider clock)
{
    /// <summary>A subject's errors are over once it has succeeded this long after the last one.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // Beyond these, all other kinds of errors of a subject count as one.
    private const int Kinds = 20;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);

    /// <summary>Counts an error, and says what to log.</summary>
    /// <param name="subject">What failed, such as a job or a source.</param>
    /// <param name="error">The error.</param>
    public RepeatedError Failed(string subject, Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        long now = clock.GetTimestamp();
        lock (_lock)
        {
            if (!_series.TryGetValue(subject, out Series? series)) _series[subject] = series = new Series(now);
            (series.Count, series.LastAt) = (series.Count + 1, now);
            string kind = KindOf(error);
            if (!series.Kinds.ContainsKey(kind) && series.Kinds.Count >= Kinds) kind = string.Empty;
            if (!series.Kinds.TryGetValue(kind, out Repetition? known))
            {
                series.Kinds[kind] = new Repetition(now);
                return new RepeatedError(IsFirst: true, Unlogged: 0);
            }

            known.Unlogged++;
            if (clock.GetElapsedTime(known.LoggedAt, now) < Interval) return new RepeatedError(IsFirst: false, Unlogged: 0);
            RepeatedError repeated = new(IsFirst: false, known.Unlogged);
            (known.LoggedAt, known.Unlogged) = (now, 0);
            return repeated;
        }
    }

    /// <summary>Counts an error, and logs what is to be logged.</summary>
    /// <param name="subject">What failed, such as a job or a source.</param>
    /// <param name="error">The error.</param>
    /// <param name="first">Logs the first error of a kind, in full.</param>
    /// <param name="again">Logs one line for the given number of further ones.</param>
    public void Log(string subject, Exception error, Action first, Action<long> again)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(again);
        RepeatedError repeated = Failed(subject, error);
        if (repeated.IsFirst) first();
        else if (repeated.Unlogged > 0) again(repeated.Unlogged);
    }

    /// <summary>Notes a success.</summary>
    /// <param name="subject">What succeeded.</param>
    /// <returns>What is over by that; null if there is nothing to log.</returns>
    public EndedErrors? Succeeded(string subject)
    {
        long now = clock.GetTimestamp();
        lock (_lock)
        {
            if (!_series.TryGetValue(subject, out Series? series) || clock.GetElapsedTime(series.LastAt, now) < Quiet) return null;
            _series.Remove(subject);
            return new EndedErrors(series.Count, clock.GetElapsedTime(series.BeganAt, series.LastAt));
        }
    }

    private static string KindOf(Exception error) => $"{error.GetType().FullName}: {Numbers().Replace(error.Message, "#")}";

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();

    private sealed class Series(long beganAt)
    {
        public long BeganAt { get; } = beganAt;

        public long LastAt { get; set; }

        public long Count { get; set; }

        public Dictionary<string, Repetition> Kinds { get; } = new(StringComparer.Ordinal);
    }

    private sealed class Repetition(long loggedAt)
    {
        public long LoggedAt { get; set; } = loggedAt;

        public long Unlogged { get; set; }
    }
}

/// <summary>What to log of an error.</summary>
/// <param name="IsFirst">It is the first of its kind: log it in full.</param>
/// <param name="Unlogged">Otherwise, how many errors of its kind one line stands for; 0 to log nothing now.</param>
public readonly record struct RepeatedError(bool IsFirst, long Unlogged);

/// <summary>Errors that are over.</summary>
/// <param name="Count">Their number.</param>
/// <param name="Time">The time from the first to the last one.</param>
public sealed record EndedErrors(long Count, TimeSpan Time);
