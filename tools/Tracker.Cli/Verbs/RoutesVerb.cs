using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cli.Watching;

namespace Tracker.Cli.Verbs;

/// <summary>Shows the routes of the running workers' reads and writes.</summary>
internal static class RoutesVerb
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public static Command Create(Installation here, Terminal terminal)
    {
        Option<bool> json = JsonOption.Create();
        Command routes = new("routes", "Show the routes of the workers' reads and writes, with reasons and with rates over two seconds.")
        {
            json,
        };
        routes.SetAction((parsed, ct) => RunAsync(here, terminal, parsed.GetValue(json), TimeProvider.System, ct));
        return routes;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, bool json, TimeProvider time, CancellationToken ct)
    {
        using HttpClient http = new() { Timeout = WorkerClient.Timeout };
        WorkerClient client = new(http, worker => Workers.Address(worker, here));
        IReadOnlyList<WorkerResponse> first = await client.ReadAsync(Workers.All, ct);
        await Task.Delay(Interval, time, ct);
        IReadOnlyList<WorkerResponse> second = await client.ReadAsync(Workers.All, ct);
        IReadOnlyList<RouteRate> routes = RouteRates.Routes(first, second);
        IReadOnlyList<DurationRate> durations = RouteRates.Durations(first, second);
        if (json)
        {
            terminal.Write(WatchingJson.Routes(second, routes, durations));
        }
        else
        {
            terminal.Write(RoutesTables.Routes(routes));
            terminal.Write(RoutesTables.Durations(durations));
        }

        WorkerClient.Report(second, terminal);
        return CommandLine.Done;
    }
}
