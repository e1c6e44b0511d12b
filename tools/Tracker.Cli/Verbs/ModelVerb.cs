using System.CommandLine;
using System.Globalization;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Spectre.Console;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Data.Trackers;

namespace Tracker.Cli.Verbs;

/// <summary>Manages tracker models and their thresholds.</summary>
internal static class ModelVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Argument<string> tracker = new("TRACKER") { Description = "The key of the tracker." };
        Argument<string> brand = new("BRAND") { Description = "The brand." };
        Argument<string> name = new("MODEL") { Description = "The model." };
        Option<string?> silence = new("--inactive-after")
        {
            Description = "The time without reports after which a tracker is inactive, such as 36h (default: the service's setting).",
            HelpName = "TIME",
        };
        Option<float?> battery = new("--battery-low")
        {
            Description = "The battery level, in percent, at and below which it is low (default: the service's setting).",
            HelpName = "PERCENT",
        };
        battery.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<float?>() is < 0 or > 100)
            {
                result.AddError($"--battery-low is '{result.Tokens[0].Value}'. Use 0 to 100 percent.");
            }
        });
        Command set = new("set", "Add a model or set both of its thresholds.") { brand, name, silence, battery };
        set.SetAction((parsed, ct) => WriteAsync(
            here,
            terminal,
            $"{parsed.GetRequiredValue(brand)} {parsed.GetRequiredValue(name)} is set.",
            (write, token) => ModelCatalog.SetAsync(
                write, parsed.GetRequiredValue(brand), parsed.GetRequiredValue(name), Silence(parsed.GetValue(silence)),
                parsed.GetValue(battery), token),
            ct));
        Command assign = new("assign", "Assign a model to a tracker.") { tracker, brand, name };
        assign.SetAction((parsed, ct) => WriteAsync(
            here,
            terminal,
            $"{parsed.GetRequiredValue(tracker)} has that model.",
            (write, token) => ModelCatalog.AssignAsync(
                write, parsed.GetRequiredValue(tracker), parsed.GetRequiredValue(brand), parsed.GetRequiredValue(name), token),
            ct));
        return new Command(
            "model", "Manage tracker models, which set the thresholds of inactive and low battery. Statuses are updated at once.")
        {
            set, assign, List(here, terminal),
        };
    }

    private static Command List(Installation here, Terminal terminal)
    {
        const string Default = "default";
        Command list = new("list", "List the models, their thresholds and their numbers of trackers.");
        list.SetAction(async (_, ct) =>
        {
            await using Database database = DatabaseAccess.Open(here);
            Table table = new Table { Border = TableBorder.Simple }.AddColumns(
                "brand", "model", "inactive after", "battery low", "trackers");
            foreach (KnownModel model in await database.ReadAsync(ReadConsistency.Primary, ModelCatalog.ListAsync, ct))
            {
                table.AddRow(
                    Markup.Escape(model.Brand),
                    Markup.Escape(model.Name),
                    model.InactiveAfter is { } silence ? TimeWithUnit.Format(silence) : Default,
                    model.BatteryLowPercent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent} %") : Default,
                    model.Trackers.ToString("N0", CultureInfo.InvariantCulture));
            }

            terminal.Write(table);
            return CommandLine.Done;
        });
        return list;
    }

    private static TimeSpan? Silence(string? text) =>
        text is null ? null : Duration.ParsePositive("--inactive-after", text);

    private static async Task<int> WriteAsync(
        Installation here, Terminal terminal, string done, Func<WriteScope, CancellationToken, Task> work, CancellationToken ct)
    {
        await using Database database = DatabaseAccess.Open(here);
        try
        {
            await database.WriteAsync(work, ct);
        }
        catch (ArgumentException wrong)
        {
            throw new CliException(wrong.Message.Split(" (Parameter", 2)[0], wrong);
        }

        terminal.WriteProgress(done);
        return CommandLine.Done;
    }
}
