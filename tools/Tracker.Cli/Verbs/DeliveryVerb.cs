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

/// <summary>Manages delivery locations, which are fences.</summary>
internal static class DeliveryVerb
{
    public static Command Create(Installation here, Terminal terminal) =>
        new("delivery", "Manage delivery locations: fences with the property delivery=true. Statuses are updated at once.")
        {
            Set(here, terminal),
            List(here, terminal),
            Remove(here, terminal),
        };

    private static Command Set(Installation here, Terminal terminal)
    {
        Argument<string> name = new("NAME") { Description = "The id of the fence." };
        Argument<double> latitude = new("LATITUDE") { Description = "In degrees." };
        Argument<double> longitude = new("LONGITUDE") { Description = "In degrees." };
        Argument<double> radius = new("RADIUS") { Description = "The radius in meters." };
        Command set = new(
            "set",
            "Add a circle that is valid for reports of any time, or move an existing one from now on. "
            + "For other shapes, use ./tracker fence import with the property delivery.")
        {
            name, latitude, longitude, radius,
        };
        set.SetAction(async (parsed, ct) =>
        {
            await using Database database = DatabaseAccess.Open(here);
            try
            {
                await DeliveryCatalog.SetAsync(
                    database, parsed.GetRequiredValue(name), parsed.GetRequiredValue(latitude), parsed.GetRequiredValue(longitude),
                    parsed.GetRequiredValue(radius), ct);
            }
            catch (InvalidFenceException wrong)
            {
                throw new CliException($"Invalid location: {wrong.Message}", wrong);
            }

            terminal.WriteProgress($"{parsed.GetRequiredValue(name)} is set.");
            return CommandLine.Done;
        });
        return set;
    }

    private static Command List(Installation here, Terminal terminal)
    {
        Command list = new("list", "List the delivery locations.");
        list.SetAction(async (parsed, ct) =>
        {
            await using Database database = DatabaseAccess.Open(here);
            Table table = new Table { Border = TableBorder.Simple }.AddColumns("id", "name", "shape", "valid from");
            foreach (StoredFence fence in await database.ReadAsync(ReadConsistency.Primary, DeliveryCatalog.ListAsync, ct))
            {
                FenceDefinition definition = fence.Definition;
                table.AddRow(
                    Markup.Escape(definition.Key),
                    Markup.Escape(definition.Name),
                    Shape(definition.Shape),
                    fence.ValidFrom == FenceVersion.Always.From
                        ? "always"
                        : fence.ValidFrom.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            }

            terminal.Write(table);
            return CommandLine.Done;
        });
        return list;
    }

    private static Command Remove(Installation here, Terminal terminal)
    {
        Argument<string> name = new("NAME") { Description = "The id of the fence." };
        Command remove = new("remove", "End a delivery location now. Past deliveries remain.") { name };
        remove.SetAction(async (parsed, ct) =>
        {
            await using Database database = DatabaseAccess.Open(here);
            string key = parsed.GetRequiredValue(name);
            IReadOnlyList<StoredFence> known = await database.ReadAsync(ReadConsistency.Primary, DeliveryCatalog.ListAsync, ct);
            if (!known.Any(fence => fence.Definition.Key == key) || !await FenceCatalog.EndAsync(database, key, TimeProvider.System.GetUtcNow().UtcDateTime, ct))
            {
                throw new CliException($"There is no delivery location '{key}'. See: ./tracker delivery list");
            }

            terminal.WriteProgress($"{key} is removed.");
            return CommandLine.Done;
        });
        return remove;
    }

    private static string Shape(FenceShape shape) => shape switch
    {
        CircleShape circle =>
            string.Create(CultureInfo.InvariantCulture, $"circle of {circle.RadiusMetres:0.#} m at {circle.Latitude}, {circle.Longitude}"),
        CorridorShape => "corridor",
        _ => "polygon",
    };
}
