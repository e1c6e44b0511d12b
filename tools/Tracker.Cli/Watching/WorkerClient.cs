using System.Text.Json;
using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Cli.Output;
using Tracker.Cli.Running;

namespace Tracker.Cli.Watching;

/// <summary>Requests the statistics of workers concurrently (<c>/statistics</c>).</summary>
/// <param name="http">The client, with <see cref="Timeout"/>.</param>
/// <param name="address">The address of a worker.</param>
internal sealed class WorkerClient(HttpClient http, Func<Worker, Uri> address)
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <exception cref="CliException">No worker answers.</exception>
    public async Task<IReadOnlyList<WorkerResponse>> ReadAsync(IReadOnlyList<Worker> workers, CancellationToken ct)
    {
        WorkerResponse[] answers = await Task.WhenAll(workers.Select(worker => ReadAsync(worker, ct)));
        return answers.Any(answer => answer.Statistics is not null)
            ? answers
            : throw new CliException($"No worker answers. {answers[0].Worker.Name}: {answers[0].Silence} Start them: ./tracker up");
    }

    /// <summary>Reports the workers that did not answer.</summary>
    public static void Report(IReadOnlyList<WorkerResponse> answers, Terminal terminal)
    {
        foreach (WorkerResponse silent in answers.Where(answer => answer.Statistics is null))
        {
            terminal.Error.WriteLine($"tracker: {silent.Worker.Name} did not answer: {silent.Silence}");
        }
    }

    private async Task<WorkerResponse> ReadAsync(Worker worker, CancellationToken ct)
    {
        Uri at = new(address(worker), "/statistics");
        try
        {
            DatabaseStatistics statistics = StatisticsJson.Read(await http.GetStringAsync(at, ct));
            // Another program could be listening on the port.
            return statistics.Application == worker.Name
                ? new WorkerResponse(worker, statistics, null)
                : new WorkerResponse(worker, null, $"{at} is answered by {statistics.Application}.");
        }
        catch (JsonException)
        {
            return new WorkerResponse(worker, null, $"{at} is answered by something else.");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new WorkerResponse(worker, null, $"{at} did not answer within {Timeout.TotalSeconds:0} s.");
        }
        catch (HttpRequestException silent)
        {
            return new WorkerResponse(worker, null, $"{at} does not answer: {silent.Message.TrimEnd('.')}.");
        }
    }
}
