using System.Text.Json;
using System.Text.Json.Serialization;
using Tracker.Cluster;

namespace Tracker.Cli.Results;

/// <summary>The status for programs: the summary's keys, and the cluster where it is the local one.</summary>
internal static class StatusJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Of(Summary summary, ClusterStatus? cluster) => JsonSerializer.Serialize(
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
        },
        Options);
}
