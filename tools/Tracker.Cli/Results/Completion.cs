using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;

namespace Tracker.Cli.Results;

/// <summary>Waits until sources are read and, if requested, processed.</summary>
internal sealed class Completion(Database database, Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits for all sources. A source that fails does not delay the others.</summary>
    /// <param name="sources">The names of the sources.</param>
    /// <param name="processed">Also wait for the consumers.</param>
    /// <param name="ct">Cancels the wait, not the work.</param>
    /// <returns>The sources that failed.</returns>
    public async Task<IReadOnlyList<SourceState>> WaitAsync(IReadOnlyCollection<string> sources, bool processed, CancellationToken ct)
    {
        List<SourceState> failed = [];
        await ProgressDisplay.RunAsync(terminal, time, async show =>
        {
            Progress progress;
            do
            {
                progress = await ReadProgressAsync(sources, ct);
                show(progress.Parts(processed));
                if (!progress.IsComplete(processed))
                {
                    await Task.Delay(Interval, time, ct);
                }
            }
            while (!progress.IsComplete(processed));
            failed.AddRange(progress.Failed);
        });
        return failed;
    }

    private Task<Progress> ReadProgressAsync(IReadOnlyCollection<string> names, CancellationToken ct) => database.ReadAsync(
        ReadConsistency.Primary,
        async (read, token) =>
        {
            List<SourceState> sources = await SummaryReader.SourcesAsync(read, token);
            return new Progress([.. sources.Where(source => names.Contains(source.Name))], await PipelineState.ReadAsync(read, token));
        },
        ct,
        snapshot: true);

    /// <summary>The progress at one point in time.</summary>
    internal sealed record Progress(IReadOnlyList<SourceState> Sources, PipelineState Pipeline)
    {
        public IEnumerable<SourceState> Failed => Sources.Where(source => source.LastError is not null);

        public bool IsComplete(bool processed) =>
            Sources.All(source => source.IsFinished || source.IsPaused || source.LastError is not null) && (!processed || Pipeline.IsIdle);

        public IReadOnlyList<WorkProgress> Parts(bool processed)
        {
            WorkProgress reading = new(
                "sources read", Sources.Count(source => source.IsFinished), Sources.Count,
                $"{Sources.Sum(source => source.Received):N0} reports received");
            return processed
                ? [reading, .. Pipeline.Positions.OrderBy(consumer => consumer.Key, StringComparer.Ordinal).Select(Of)]
                : [reading];
        }

        private WorkProgress Of(KeyValuePair<string, long> consumer) => new(consumer.Key, consumer.Value, Pipeline.Head);
    }
}
