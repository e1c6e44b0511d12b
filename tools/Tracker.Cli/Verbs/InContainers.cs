using System.CommandLine;

namespace Tracker.Cli.Verbs;

/// <summary>The option by which the script does a verb's work by compose; named here so that the help is whole.</summary>
internal static class InContainers
{
    public static Option<bool> Option() => new("--docker") { Description = "In containers, by compose.yml: nothing is needed here but Docker." };

    /// <summary>Past the script it would mean nothing.</summary>
    public static void Refuse(Command verb) => verb.Validators.Add(result =>
    {
        if (result.Children.OfType<System.CommandLine.Parsing.OptionResult>().Any(option => option.Option.Name == "--docker"))
        {
            result.AddError($"--docker is seen to by the script: ./tracker {verb.Name} --docker");
        }
    });
}
