using System.Globalization;
using System.Text.RegularExpressions;
using Tracker.Hosting.Tests.Sample;

namespace Tracker.Hosting.Tests.Jobs;

public sealed partial class ClockStepTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Jobs_go_on_after_the_wall_clock_was_stepped_by_an_hour(int hours)
    {
        SteppedClock clock = new();
        await using SampleHost host = await SampleHost.StartAsync(clock);
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(60));
        await UntilAsync(host, runs: 3, deadline.Token);

        clock.Step = TimeSpan.FromHours(hours);

        await UntilAsync(host, runs: await RunsAsync(host, deadline.Token) + 10, deadline.Token);
    }

    private static async Task UntilAsync(SampleHost host, long runs, CancellationToken cancellationToken)
    {
        while (await RunsAsync(host, cancellationToken) < runs) await Task.Delay(20, cancellationToken);
    }

    private static async Task<long> RunsAsync(SampleHost host, CancellationToken cancellationToken)
    {
        string metrics = await host.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        return Runs().Matches(metrics).Sum(line => long.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("^tracker_job_runs_total[{][^}]*[}] (?<value>[0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Runs();

    private sealed class SteppedClock : TimeProvider
    {
        private long _step;

        public TimeSpan Step
        {
            set => Volatile.Write(ref _step, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref _step));
    }
}
