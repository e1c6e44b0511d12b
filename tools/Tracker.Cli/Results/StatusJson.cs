using Tracker.Cli.Output;
using Tracker.Cluster;

namespace Tracker.Cli.Results;

/// <summary>Formats the status as JSON: the summary, and the cluster if it is local.</summary>
internal static class StatusJson
{
    public static string Of(Summary summary, ClusterStatus? cluster) => OutputJson.Serialize(
        new
        {
            summary.Reports,
            summary.Trackers,
            summary.Stays,
            summary.Events,
            summary.Statuses,
            summary.Backlog,
            Sources = summary.Sources.Select(source => new
            {
                source.Name,
                source.Kind,
                source.Received,
                source.Duplicates,
                Finished = source.IsFinished,
                source.LastError,
                Retried = source.IsRetried,
                Paused = source.IsPaused,
                Slowed = source.IsSlowed,
            }),
            Nodes = cluster?.Nodes.Select(node => new { node.Name, node.Address, node.Role, node.State, node.Timeline, node.LagBytes }),
            Processes = cluster?.Processes.Select(process => new
            {
                process.Name,
                process.State,
                process.Process?.Pid,
                process.Restarts,
                process.LastExitCode,
                Since = process.Since.UtcDateTime,
                HeldDown = process.IsHeldDown,
            }),
        });
}
