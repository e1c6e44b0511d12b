using System.CommandLine;
using System.Text.Json;
using Tracker.Data.Ingest;

namespace Tracker.Cli.Sources;

/// <summary>The arguments that define a source, for <c>source add</c> and <c>source test</c>.</summary>
internal sealed class SourceArguments
{
    public SourceArguments() => Kind.AcceptOnlyFromAmong(SourceKinds.Names);

    public Argument<string> Name { get; } = new("NAME") { Description = "The source's name." };

    public Option<string?> Kind { get; } = new("--kind")
    {
        Description = $"What it is: {string.Join(", ", SourceKinds.Names)}.",
        HelpName = "KIND",
    };

    public Option<string?> Location { get; } = new("--location")
    {
        Description = "A file or a URL. ${file:NAME} or ${TRACKER_KEY_...} in it stands for a key.",
        HelpName = "WHERE",
    };

    public Option<string> Options { get; } = new("--options")
    {
        Description = "The options of its kind, as a JSON object.",
        HelpName = "JSON",
        DefaultValueFactory = _ => "{}",
    };

    public Option<string?> Every { get; } = new("--every")
    {
        Description = "Read it again after this time (30s, 5m, 1h); by default once.",
        HelpName = "TIME",
    };

    public Option<string?> Cron { get; } = new("--cron")
    {
        Description = "Read it by a calendar in Quartz's notation, UTC ('0 0/5 * * * ?').",
        HelpName = "CALENDAR",
    };

    public Option<string?> Jitter { get; } = new("--jitter")
    {
        Description = "Delay each read by a random time up to this; by default a tenth of the interval, at most 30 s.",
        HelpName = "TIME",
    };

    public Option<bool> KnownOnly { get; } = new("--known-trackers-only")
    {
        Description = "Quarantine reports of trackers that are not registered.",
    };

    public void AddTo(Command command)
    {
        command.Add(Name);
        foreach (Option option in new Option[] { Kind, Location, Options, Every, Cron, Jitter, KnownOnly })
        {
            command.Add(option);
        }
    }

    /// <summary>The source; null if only its name was given.</summary>
    /// <exception cref="CliException">An argument is missing or invalid.</exception>
    public SourceDefinition? Read(ParseResult parsed)
    {
        (string? kind, string? location) = (parsed.GetValue(Kind), parsed.GetValue(Location));
        if (kind is null && location is null)
        {
            return null;
        }

        (TimeSpan? every, string? cron) = (Time(parsed.GetValue(Every), "--every"), parsed.GetValue(Cron));
        if (every is not null && cron is not null)
        {
            throw new CliException("--every and --cron exclude each other. Give one of them.");
        }

        return new SourceDefinition(
            parsed.GetRequiredValue(Name),
            kind ?? throw new CliException($"--kind is missing. Give one of {string.Join(", ", SourceKinds.Names)}."),
            location ?? DefaultLocation(kind),
            Object(parsed.GetRequiredValue(Options)),
            !parsed.GetValue(KnownOnly),
            new SourceSchedule(every, cron, Time(parsed.GetValue(Jitter), "--jitter")));
    }

    // The simulator ignores its location.
    private static string DefaultLocation(string kind) => SourceKinds.All.Get(kind).NeedsLocation
        ? throw new CliException("--location is missing. Give a file or a URL.")
        : SourceInput.SimulatedFleet.Location;

    private static TimeSpan? Time(string? text, string option) => text is null ? null : Duration.ParsePositive(option, text);

    private static string Object(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(json) is { ValueKind: JsonValueKind.Object }
                ? json
                : throw new CliException("--options is no JSON object. Give one such as '{\"timeout\":\"00:00:10\"}'.");
        }
        catch (JsonException e)
        {
            throw new CliException($"--options is not JSON: {e.Message} Give an object such as '{{\"timeout\":\"00:00:10\"}}'.", e);
        }
    }
}
