using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Data.Scopes;
using Tracker.Data.Trackers;

namespace Tracker.Cli.Verbs;

/// <summary>Places where trackers are delivered to.</summary>
internal static class DeliveryVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Argument<string> name = new("NAME") { Description = "The location's name." };
        Argument<double> latitude = new("LATITUDE") { Description = "Degrees." };
        Argument<double> longitude = new("LONGITUDE") { Description = "Degrees; of a negative one, write -- before the figures." };
        Argument<double> radius = new("RADIUS") { Description = "Metres; nearer is there." };
        Command set = new("set", "Add a location, or move it.") { name, latitude, longitude, radius };
        set.SetAction((parsed, ct) => SetAsync(
            here, terminal, parsed.GetRequiredValue(name), parsed.GetRequiredValue(latitude), parsed.GetRequiredValue(longitude), parsed.GetRequiredValue(radius), ct));
        Command remove = new("remove", "Remove a location; what was delivered there was not.") { name };
        remove.SetAction((parsed, ct) => RemoveAsync(here, terminal, parsed.GetRequiredValue(name), ct));
        return new Command("delivery", "Places where trackers are delivered to; statuses follow at once.") { set, remove };
    }

    private static async Task<int> SetAsync(
        Installation here, Terminal terminal, string name, double latitude, double longitude, double radius, CancellationToken ct)
    {
        await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
        try
        {
            await database.WriteAsync((write, token) => DeliveryCatalog.SetAsync(write, name, latitude, longitude, radius, token), ct);
        }
        catch (ArgumentOutOfRangeException wrong)
        {
            throw new CliException($"The location can't be at {latitude}, {longitude} with {radius} m: {wrong.Message.Split(" (Parameter", 2)[0]} ({wrong.ParamName})", wrong);
        }

        terminal.Say($"{name} is set");
        return CommandLine.Done;
    }

    private static async Task<int> RemoveAsync(Installation here, Terminal terminal, string name, CancellationToken ct)
    {
        await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
        bool existed = false;
        await database.WriteAsync(async (write, token) => existed = await DeliveryCatalog.RemoveAsync(write, name, token), ct);
        terminal.Say(existed ? $"{name} is removed" : throw new CliException($"There is no delivery location '{name}'."));
        return CommandLine.Done;
    }
}
