using System.CommandLine;
using System.CommandLine.Parsing;
using EFCore.ReadWriteSplitting.Configuration;
using Tracker.Geo.Time;

namespace Tracker.Cli.Verbs;

/// <summary>An option that is a moment, with its offset, whatever the machine's time zone is.</summary>
internal static class MomentOption
{
    public static Option<DateTime?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = Parse,
    };

    private static DateTime? Parse(ArgumentResult given)
    {
        string text = given.Tokens.Single().Value;
        if (TimeWithOffset.TryParse(text, out DateTime moment))
        {
            return moment;
        }

        given.AddError($"'{text}' is no time with its offset: give one as in 2026-01-31T08:00:00Z");
        return null;
    }
}
