using System.CommandLine;
using Tracker.Drills.Running;

namespace Tracker.Cli.Drills;

/// <summary>The options that drills share.</summary>
internal static class DrillOptions
{
    public static Option<bool> Json() => new("--json") { Description = "As JSON on the standard output." };

    public static Option<DrillTopology> Topology() => new("--topology") { Description = "How clients reach the nodes." };

    public static Option<int> Positive(string name, string description, int otherwise)
    {
        Option<int> option = new(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out int value) && value < 1)
            {
                result.AddError($"{name} is {value}. Use a whole number from 1 on.");
            }
        });
        return option;
    }
}
