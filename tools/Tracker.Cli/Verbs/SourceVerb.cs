using System.CommandLine;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cli.Sources;
using Tracker.Data.Ingest;
using TrackerFetcher.Trial;

namespace Tracker.Cli.Verbs;

/// <summary>Manages the sources of a running cluster.</summary>
internal static class SourceVerb
{
    public static Command Create(Installation here, Terminal terminal) =>
        new("source", "Add, list, remove, pause, resume, reread and test sources.")
    {
        Add(here, terminal),
        List(here, terminal),
        OnName(
            "remove",
            "Remove a source and its quarantine. Its reports remain.",
            here,
            terminal,
            "removed",
            (catalog, name, ct) => catalog.RemoveAsync(name, ct)),
        OnName(
            "pause",
            "Stop reading a source until it is resumed.",
            here,
            terminal,
            "paused",
            (catalog, name, ct) => catalog.PauseAsync(name, ct)),
        OnName(
            "resume",
            "Resume reading a source where it was paused.",
            here,
            terminal,
            "resumed",
            (catalog, name, ct) => catalog.ResumeAsync(name, ct)),
        OnName(
            "reread",
            "Read a source again from its start, for example to apply changed options to quarantined reports.",
            here,
            terminal,
            "being read again from its start",
            (catalog, name, ct) => catalog.RereadAsync(name, ct)),
        Test(here, terminal),
    };

    private static Command Add(Installation here, Terminal terminal)
    {
        SourceArguments arguments = new();
        Command add = new("add", "Add a source, or change the one with that name.");
        arguments.AddTo(add);
        add.SetAction(async (parsed, ct) =>
        {
            SourceDefinition source = arguments.Read(parsed) ?? throw new CliException(
                "--kind and --location are missing. Specify the kind and the location of the source.");
            if ((await TrialProcess.RunAsync(here, AbsolutePaths.Of(source), limit: 0, ct)).Error is { } error)
            {
                throw new CliException(error);
            }

            await using Database database = DatabaseAccess.Open(here);
            bool changed = await new SourceCatalog(database).PutAsync(AbsolutePaths.Of(source), ct);
            terminal.WriteProgress(
                changed
                    ? $"{source.Name} is read {SourceText.Schedule(source.Schedule)}. See: ./tracker source list"
                    : $"{source.Name} already exists with these settings.");
            return CommandLine.Done;
        });
        return add;
    }

    private static Command List(Installation here, Terminal terminal)
    {
        Option<bool> json = JsonOption.Create();
        Command list = new("list", "List the sources with their schedules and counts.") { json };
        list.SetAction(async (parsed, ct) =>
        {
            await using Database database = DatabaseAccess.Open(here);
            List<SourceRow> sources = await SourceRow.ReadAsync(database, name: null, ct);
            if (parsed.GetValue(json))
            {
                terminal.Write(SourceText.JsonOf(sources));
            }
            else
            {
                terminal.Write(SourceText.Of(sources));
            }

            return CommandLine.Done;
        });
        return list;
    }

    private static Command OnName(
        string verb,
        string description,
        Installation here,
        Terminal terminal,
        string done,
        Func<SourceCatalog, string, CancellationToken, Task<bool>> act)
    {
        Argument<string> name = new("NAME") { Description = "The name of the source." };
        Command command = new(verb, description) { name };
        command.SetAction(async (parsed, ct) =>
        {
            string source = parsed.GetRequiredValue(name);
            await using Database database = DatabaseAccess.Open(here);
            if (!await act(new SourceCatalog(database), source, ct))
            {
                throw Unknown(source);
            }

            terminal.WriteProgress($"{source} is {done}.");
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Test(Installation here, Terminal terminal)
    {
        SourceArguments arguments = new();
        Option<int> most = new("--reports")
        {
            Description = "The approximate number of reports to read.",
            DefaultValueFactory = _ => 10_000,
            HelpName = "N",
        };
        Command test = new(
            "test",
            "Read a source once and show what would be stored, without storing it. "
            + "Specify --kind and --location for a new source, or only the name of an existing one.")
        {
            most,
        };
        arguments.AddTo(test);
        test.SetAction(async (parsed, ct) =>
        {
            SourceDefinition source = arguments.Read(parsed) is { } given
                ? AbsolutePaths.Of(given)
                : await RegisteredAsync(here, parsed.GetRequiredValue(arguments.Name), ct);
            TrialResult result = await TrialProcess.RunAsync(here, source, Math.Max(1, parsed.GetValue(most)), ct);
            if (result.Error is { } error)
            {
                throw new CliException(error);
            }

            TrialTable.Write(result, terminal);
            return CommandLine.Done;
        });
        return test;
    }

    private static async Task<SourceDefinition> RegisteredAsync(Installation here, string name, CancellationToken ct)
    {
        await using Database database = DatabaseAccess.Open(here);
        return (await SourceRow.ReadAsync(database, name, ct)).FirstOrDefault()?.Definition ?? throw Unknown(name);
    }


    private static CliException Unknown(string name) => new($"There is no source '{name}'. See: ./tracker source list");
}
