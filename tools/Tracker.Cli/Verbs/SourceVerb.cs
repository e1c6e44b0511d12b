using System.CommandLine;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cli.Sources;
using Tracker.Data.Ingest;
using TrackerFetcher.Trial;

namespace Tracker.Cli.Verbs;

/// <summary>The sources of a running cluster: what is read, from where, and when.</summary>
internal static class SourceVerb
{
    public static Command Create(Installation here, Terminal terminal) => new("source", "Add, list, remove, pause, resume, reread and test sources.")
    {
        Add(here, terminal),
        List(here, terminal),
        OnName("remove", "Forget a source and its quarantine; its reports stay.", here, terminal, "removed", (catalog, name, ct) => catalog.RemoveAsync(name, ct)),
        OnName("pause", "Have no fetcher read a source until it is resumed.", here, terminal, "paused", (catalog, name, ct) => catalog.PauseAsync(name, ct)),
        OnName("resume", "Read a source again, from where it was left.", here, terminal, "resumed", (catalog, name, ct) => catalog.ResumeAsync(name, ct)),
        OnName("reread", "Read a source again from its start: with other options, what was quarantined may be read.", here, terminal, "read again from its start", (catalog, name, ct) => catalog.RereadAsync(name, ct)),
        Test(here, terminal),
    };

    private static Command Add(Installation here, Terminal terminal)
    {
        SourceArguments arguments = new();
        Command add = new("add", "Have the fetchers read a source, or change the one of that name.");
        arguments.AddTo(add);
        add.SetAction(async (parsed, ct) =>
        {
            SourceDefinition source = arguments.Read(parsed) ?? throw new CliException("--kind and --location are missing. Say what the source is and where.");
            if ((await TrialProcess.RunAsync(here, AbsolutePaths.Of(source), limit: 0, ct)).Error is { } error)
            {
                throw new CliException(error);
            }

            await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
            bool changed = await new SourceCatalog(database).PutAsync(AbsolutePaths.Of(source), ct);
            terminal.Say(changed ? $"{source.Name} is read {SourceText.Schedule(source.Schedule)}. See: ./tracker source list" : $"{source.Name} is there just so already.");
            return CommandLine.Done;
        });
        return add;
    }

    private static Command List(Installation here, Terminal terminal)
    {
        Option<bool> json = new("--json") { Description = "As JSON on the standard output." };
        Command list = new("list", "Show the sources, their schedules, and what came of them.") { json };
        list.SetAction(async (parsed, ct) =>
        {
            await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
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
        string verb, string description, Installation here, Terminal terminal, string done, Func<SourceCatalog, string, CancellationToken, Task<bool>> act)
    {
        Argument<string> name = new("NAME") { Description = "The source's name." };
        Command command = new(verb, description) { name };
        command.SetAction(async (parsed, ct) =>
        {
            string source = parsed.GetRequiredValue(name);
            await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
            if (!await act(new SourceCatalog(database), source, ct))
            {
                throw Unknown(source);
            }

            terminal.Say($"{source} is {done}.");
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Test(Installation here, Terminal terminal)
    {
        SourceArguments arguments = new();
        Option<int> most = new("--reports") { Description = "About how many reports to look at.", DefaultValueFactory = _ => 10_000, HelpName = "N" };
        Command test = new("test", "Read a source once and show what would be stored; nothing is stored. A new one by --kind and --location, else the one of that name.") { most };
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
        await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
        return (await SourceRow.ReadAsync(database, name, ct)).FirstOrDefault()?.Definition ?? throw Unknown(name);
    }


    private static CliException Unknown(string name) => new($"There is no source '{name}'. See: ./tracker source list");
}
