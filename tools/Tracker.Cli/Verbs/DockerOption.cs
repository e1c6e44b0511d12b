using System.CommandLine;

namespace Tracker.Cli.Verbs;

/// <summary>The <c>--docker</c> option, which the <c>./tracker</c> script handles. Declared here for the help.</summary>
internal static class DockerOption
{
    public static Option<bool> Create() => new("--docker") { Description = "Use containers (compose.yml). Requires only Docker." };

    /// <summary>Rejects the option without the script.</summary>
    public static void RejectOutsideScript(Command verb) => verb.Validators.Add(result =>
    {
        if (result.Children.OfType<System.CommandLine.Parsing.OptionResult>().Any(option => option.Option.Name == "--docker"))
        {
            result.AddError($"--docker is handled by the script. Run: ./tracker {verb.Name} --docker");
        }
    });
}
