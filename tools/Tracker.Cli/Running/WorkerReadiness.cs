using Tracker.Cli.Output;
using Tracker.Cluster;
using Tracker.Cluster.Processes;

namespace Tracker.Cli.Running;

/// <summary>Waits until every worker reports success on <c>/health/ready</c>.</summary>
internal sealed class WorkerReadiness(LocalCluster cluster, Installation here, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public async Task WaitAsync(Terminal terminal, CancellationToken ct)
    {
        terminal.WriteProgress($"Waiting for {string.Join(", ", Workers.All.Select(worker => worker.Name))}");
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
        long start = time.GetTimestamp();
        foreach (Worker worker in Workers.All)
        {
            while (await ObstacleAsync(http, worker, ct) is { } obstacle)
            {
                if (time.GetElapsedTime(start) > Deadline)
                {
                    throw new CliException(
                        $"{worker.Name} is not ready after {Deadline.TotalSeconds:0} s: {obstacle} See its log: {here.Log(worker.Name)}");
                }

                await Task.Delay(Interval, time, ct);
            }
        }
    }

    private async Task<string?> ObstacleAsync(HttpClient http, Worker worker, CancellationToken ct)
    {
        if (cluster.Processes.Status().FirstOrDefault(status => status.Name == worker.Name) is { State: ProcessState.Backoff, LastExitCode: { } code, Restarts: > 1 })
        {
            throw new CliException($"{worker.Name} exits repeatedly with code {code}; {LogFile.Tail(here.Log(worker.Name), lines: 3)}");
        }

        // Another program could be listening on the port.
        if (cluster.Processes.Running(worker.Name) is null)
        {
            return "its process is not running.";
        }

        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(Workers.Address(worker, here), "/health/ready"), ct);
            return answer.IsSuccessStatusCode ? null : $"it answers {await answer.Content.ReadAsStringAsync(ct)}.";
        }
        catch (Exception silent) when (silent is HttpRequestException || (silent is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return $"it does not answer: {silent.Message}.";
        }
    }
}
