using System.CommandLine;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Results;
using Tracker.Cli.Running;
using Tracker.Cli.Sources;
using Tracker.Cluster;

namespace Tracker.Cli.Verbs;

/// <summary>Shows the status of the cluster, the processes and the pipeline.</summary>
internal static class StatusVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Option<bool> json = JsonOption.Create();
        Option<bool> wait = new("--wait") { Description = "First wait until everything is read and processed." };
        Command status = new("status", "Show the cluster's nodes, the processes, and counts of reports and results.") { json, wait };
        status.SetAction((parsed, ct) => RunAsync(here, terminal, parsed.GetValue(json), parsed.GetValue(wait), ct));
        return status;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, bool json, bool wait, CancellationToken ct)
    {
        ClusterStatus? cluster = here.RunningCluster() is { } running ? await running.StatusAsync(ct) : null;
        if (!json && cluster is not null)
        {
            // Before the counts, whose queries may fail.
            ClusterTables.Write(cluster, terminal);
        }

        await using Database database = DatabaseAccess.Open(here);
        Summary summary = await SummaryReader.ReadAsync(database, ct);
        IReadOnlyList<SourceState> failed = [];
        if (wait)
        {
            failed = await new Completion(database, terminal, TimeProvider.System).WaitAsync(
                [.. summary.Sources.Select(source => source.Name)], processed: true, ct);
            summary = await SummaryReader.ReadAsync(database, ct);
        }

        if (json)
        {
            terminal.Write(StatusJson.Of(summary, cluster));
        }
        else
        {
            terminal.Write(SummaryTable.Of(summary));
            terminal.Write(SummaryTable.Of(summary.Sources));
        }

        return SourceRegistration.Conclude(failed, terminal);
    }
}
