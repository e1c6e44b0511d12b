using System.CommandLine;
using System.Globalization;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Spectre.Console;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Data.Fences;
using Tracker.Data.Trackers;
using Tracker.Geo.Fences;

namespace Tracker.Cli.Verbs;

/// <summary>Places where trackers are delivered to: fences.</summary>
internal static class DeliveryVerb
{
    public static Command Create(Installation here, Terminal terminal) =>
        new("delivery", "Places where trackers are delivered to: any fence whose property delivery is true; statuses follow at once.")
        {
            Set(here, terminal),
            List(here, terminal),
            Remove(here, terminal),
        };

    private static Command Set(Installation here, Terminal terminal)
    {
        Argument<string> name = new("NAME") { Description = "The fence's id." };
        Argument<double> latitude = new("LATITUDE") { Description = "Degrees." };
        Argument<double> longitude = new("LONGITUDE") { Description = "Degrees." };
        Argument<double> radius = new("RADIUS") { Description = "Metres; nearer is there." };
        Command set = new("set", "Add a circle, for all time: who was there before was delivered. One that is there already moves from now on. Other shapes: ./tracker fence import, with the property delivery.") { name, latitude, longitude, radius };
        set.SetAction(async (parsed, ct) =>
        {
            await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
            try
            {
                await DeliveryCatalog.SetAsync(
                    database, parsed.GetRequiredValue(name), parsed.GetRequiredValue(latitude), parsed.GetRequiredValue(longitude), parsed.GetRequiredValue(radius), ct);
            }
            catch (InvalidFenceException wrong)
            {
                throw new CliException($"The location can't be so: {wrong.Message}.", wrong);
            }

            terminal.Say($"{parsed.GetRequiredValue(name)} is set");
            return CommandLine.Done;
        });
        return set;
    }

    private static Command List(Installation here, Terminal terminal)
    {
        Command list = new("list", "The fences that trackers are delivered to.");
        list.SetAction(async (parsed, ct) =>
        {
            await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
            Table table = new Table { Border = TableBorder.Simple }.AddColumns("id", "name", "shape", "valid from");
            foreach (StoredFence fence in await database.ReadAsync(ReadConsistency.Primary, DeliveryCatalog.ListAsync, ct))
            {
                FenceDefinition definition = fence.Definition;
                table.AddRow(
                    Markup.Escape(definition.Key),
                    Markup.Escape(definition.Name),
                    Shape(definition.Shape),
                    fence.ValidFrom == FenceVersion.Always.From ? "always" : fence.ValidFrom.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            }

            terminal.Write(table);
            return CommandLine.Done;
        });
        return list;
    }

    private static Command Remove(Installation here, Terminal terminal)
    {
        Argument<string> name = new("NAME") { Description = "The fence's id." };
        Command remove = new("remove", "End a location now; what was delivered there stands.") { name };
        remove.SetAction(async (parsed, ct) =>
        {
            await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
            string key = parsed.GetRequiredValue(name);
            IReadOnlyList<StoredFence> known = await database.ReadAsync(ReadConsistency.Primary, DeliveryCatalog.ListAsync, ct);
            if (!known.Any(fence => fence.Definition.Key == key) || !await FenceCatalog.EndAsync(database, key, TimeProvider.System.GetUtcNow().UtcDateTime, ct))
            {
                throw new CliException($"There is no delivery location '{key}'. ./tracker delivery list shows them.");
            }

            terminal.Say($"{key} is removed");
            return CommandLine.Done;
        });
        return remove;
    }

    private static string Shape(FenceShape shape) => shape switch
    {
        CircleShape circle => string.Create(CultureInfo.InvariantCulture, $"circle of {circle.RadiusMetres:0.#} m at {circle.Latitude}, {circle.Longitude}"),
        CorridorShape => "corridor",
        _ => "polygon",
    };
}
