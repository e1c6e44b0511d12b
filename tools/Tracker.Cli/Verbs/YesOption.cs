using System.CommandLine;

namespace Tracker.Cli.Verbs;

/// <summary>The option that suppresses prompts.</summary>
internal static class YesOption
{
    public static Option<bool> Create() => new("--yes") { Description = "Do not prompt for confirmation." };
}
