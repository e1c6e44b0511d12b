using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using Tracker.Hosting.Jobs;

namespace Tracker.Hosting.Tests.Jobs;

public sealed class JobGateTests
{
    [Fact]
    public async Task Job_waits_at_a_closed_gate_runs_when_it_opens_and_a_failure_that_the_gate_explains_is_not_logged()
    {
        Gate gate = new();
        Runs runs = new();
        Lines lines = new();
        await using WebApplication app = new HostConstruction("gated-service", port: 0).Build(["--TRACKER_HTTP_PORT", "off"], host =>
        {
            host.Add(services => services.AddSingleton<IJobGate>(gate).AddSingleton(runs)).AddServiceJob<GatedJob>(TimeSpan.FromHours(1));
            host.Services.AddLogging(logging => logging.AddProvider(lines));
        });
        await app.StartAsync();
        await gate.Asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.False(runs.First.Task.IsCompleted);

        gate.ClosedBecause = null;

        await runs.First.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await gate.Explained.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await app.StopAsync();
        Assert.DoesNotContain(lines.Ids, id => id == EventIds.JobFailed);
    }

    private sealed class Gate : IJobGate
    {
        private volatile string? _because = "closed by the test";

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Explained { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string? ClosedBecause
        {
            get
            {
                Asked.TrySetResult();
                return _because;
            }
            set => _because = value;
        }

        public ValueTask<bool> ExplainsAsync(Exception failure, CancellationToken cancellationToken)
        {
            Explained.TrySetResult();
            return ValueTask.FromResult(true);
        }
    }

    private sealed class Runs
    {
        public TaskCompletionSource First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class GatedJob(Runs runs) : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            runs.First.TrySetResult();
            throw new InvalidOperationException("the gate explains it");
        }
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<int> _ids = new();

        public IReadOnlyCollection<int> Ids => _ids;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _ids.Enqueue(eventId.Id);

        public void Dispose()
        {
        }
    }
}
