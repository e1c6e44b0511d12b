using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cli.Watching;

namespace Tracker.Cli.Verbs;

/// <summary>Shows the connection pools of the running workers.</summary>
internal static class PoolsVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Option<bool> json = JsonOption.Create();
        Command pools = new("pools", "Show the workers' connections by pool and node.") { json };
        pools.SetAction((parsed, ct) => RunAsync(here, terminal, parsed.GetValue(json), ct));
        return pools;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, bool json, CancellationToken ct)
    {
        using HttpClient http = new() { Timeout = WorkerClient.Timeout };
        IReadOnlyList<WorkerResponse> answers = await new WorkerClient(
            http, worker => Workers.Address(worker, here)).ReadAsync(Workers.All, ct);
        if (json)
        {
            terminal.Write(WatchingJson.Pools(answers));
        }
        else
        {
            terminal.Write(PoolsTable.Of(answers));
        }

        WorkerClient.Report(answers, terminal);
        return CommandLine.Done;
    }
}
