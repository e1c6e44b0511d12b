using System.CommandLine;
using Tracker.Drills.Running;

namespace Tracker.Cli.Drills;

/// <summary>The options that all drills share.</summary>
internal static class DrillOptions
{
    public static Option<DrillTopology> Topology() =>
        new("--topology") { Description = "How clients connect to the nodes (default: proxy)." };

    public static Option<string[]> Faults(IReadOnlyList<string> names)
    {
        Option<string[]> faults = new("--fault")
        {
            Description = $"A fault to inject; may be repeated (default: all): {string.Join(", ", names)}.",
            HelpName = "FAULT",
        };
        faults.AcceptOnlyFromAmong([.. names]);
        return faults;
    }

    public static Option<int> Positive(string name, string description, int defaultValue)
    {
        Option<int> option = new(name) { Description = description, DefaultValueFactory = _ => defaultValue };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out int value) && value < 1)
            {
                result.AddError($"{name} is {value}. Use a positive integer.");
            }
        });
        return option;
    }
}
