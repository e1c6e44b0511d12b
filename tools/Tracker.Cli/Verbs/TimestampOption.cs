using System.CommandLine;
using System.CommandLine.Parsing;
using EFCore.ReadWriteSplitting.Configuration;
using Tracker.Geo.Time;

namespace Tracker.Cli.Verbs;

/// <summary>An option whose value is a timestamp with a UTC offset, independent of the local time zone.</summary>
internal static class TimestampOption
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

        given.AddError($"'{text}' is not a timestamp with a UTC offset. Use the form 2026-01-31T08:00:00Z.");
        return null;
    }
}
