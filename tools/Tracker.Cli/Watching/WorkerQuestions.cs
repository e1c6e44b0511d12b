using System.Text.Json;
using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Cli.Output;
using Tracker.Cli.Running;

namespace Tracker.Cli.Watching;

/// <summary>Asks the workers, side by side, for their statistics (<c>/statistics</c>).</summary>
/// <param name="http">With the patience that a worker deserves.</param>
/// <param name="address">Where a worker answers.</param>
internal sealed class WorkerQuestions(HttpClient http, Func<Worker, Uri> address)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <exception cref="CliException">No worker answers.</exception>
    public async Task<IReadOnlyList<WorkerAnswer>> AskAsync(IReadOnlyList<Worker> workers, CancellationToken ct)
    {
        WorkerAnswer[] answers = await Task.WhenAll(workers.Select(worker => AskAsync(worker, ct)));
        return answers.Any(answer => answer.Statistics is not null)
            ? answers
            : throw new CliException($"No worker answers; {answers[0].Worker.Name}: {answers[0].Silence} Start them: ./tracker up");
    }

    /// <summary>Says who did not answer.</summary>
    public static void Report(IReadOnlyList<WorkerAnswer> answers, Terminal terminal)
    {
        foreach (WorkerAnswer silent in answers.Where(answer => answer.Statistics is null))
        {
            terminal.Error.WriteLine($"tracker: {silent.Worker.Name} is missing: {silent.Silence}");
        }
    }

    private async Task<WorkerAnswer> AskAsync(Worker worker, CancellationToken ct)
    {
        Uri at = new(address(worker), "/statistics");
        try
        {
            DatabaseStatistics statistics = StatisticsJson.Read(await http.GetStringAsync(at, ct));
            // Another program on that port must not pass for the worker.
            return statistics.Application == worker.Name
                ? new WorkerAnswer(worker, statistics, null)
                : new WorkerAnswer(worker, null, $"{at} is answered by {statistics.Application}.");
        }
        catch (JsonException)
        {
            return new WorkerAnswer(worker, null, $"{at} is answered by something else.");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new WorkerAnswer(worker, null, $"{at} did not answer within {Patience.TotalSeconds:0} s.");
        }
        catch (HttpRequestException silent)
        {
            return new WorkerAnswer(worker, null, $"{at} does not answer: {silent.Message.TrimEnd('.')}.");
        }
    }
}
