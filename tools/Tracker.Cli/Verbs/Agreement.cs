using System.CommandLine;

namespace Tracker.Cli.Verbs;

/// <summary>The option by which nothing is asked.</summary>
internal static class Agreement
{
    public static Option<bool> Option() => new("--yes") { Description = "Ask nothing." };
}
