using Tracker.Drills.Checking;
using Tracker.Drills.Sessions;

namespace Tracker.Cli.Drills;

/// <summary>Formats the result of a session drill.</summary>
internal static class SessionDrillText
{
    public static IEnumerable<string> Lines(SessionDrillResult result)
    {
        Violations violations = result.Violations;
        yield return $"{result.Operations} operations ({result.Reads} reads, {result.Writes} writes, {result.UnknownWrites} of them with unknown outcome) "
            + $"in {result.Seconds} s, checked in {result.CheckSeconds} s";
        yield return $"violations: read your writes {violations.ReadYourWrites}, monotonic reads {violations.MonotonicReads}, "
            + $"monotonic writes {violations.MonotonicWrites}, writes follow reads {violations.WritesFollowReads}";
        yield return $"lost {result.Lost}, applied twice {result.AppliedTwice}, restarts {result.Restarts}, refused {result.Refused}, "
            + $"unavailable {result.Unavailable}, other errors {Counts(result.Errors)}";
        yield return $"reads by route: {Counts(result.Routes)}";
        yield return $"faults: {Counts(result.Faults)}";
        foreach (string example in result.Examples)
        {
            yield return example;
        }

        if (result.History is { } history)
        {
            yield return $"The history was saved to {history}.";
        }
    }

    private static string Counts(IReadOnlyDictionary<string, int> counts) =>
        counts.Count == 0
            ? "none"
            : string.Join(", ", counts.OrderByDescending(count => count.Value).Select(count => $"{count.Key} {count.Value}"));
}
