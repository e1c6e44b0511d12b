using System.CommandLine;

namespace Tracker.Cli.Output;

/// <summary>The option that selects JSON output.</summary>
internal static class JsonOption
{
    public static Option<bool> Create() => new("--json") { Description = "Print JSON." };
}
