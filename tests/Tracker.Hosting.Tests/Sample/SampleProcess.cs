using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace Tracker.Hosting.Tests.Sample;

/// <summary>The sample service as a process of its own, with its log line by line.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task<string> _errors;
    private readonly Task _reading;

    private SampleProcess(Process process, bool isRead)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = isRead ? ReadAsync() : Task.CompletedTask;
        if (!isRead) _lines.Writer.Complete();
    }

    public List<string> Log { get; } = [];

    public static SampleProcess Start(params (string Name, string Value)[] environment) => Start(isRead: true, environment);

    /// <summary>The pipe of its log is open, and nobody reads it.</summary>
    public static SampleProcess StartUnread(params (string Name, string Value)[] environment) => Start(isRead: false, environment);

    private static SampleProcess Start(bool isRead, (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet", [typeof(SampleProcess).Assembly.Location])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["TRACKER_HTTP_PORT"] = "any";
        start.Environment.Remove("DOTNET_RUNNING_IN_CONTAINER");
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return new SampleProcess(Process.Start(start)!, isRead);
    }

    public async Task<string> WaitForAsync(string text)
    {
        using CancellationTokenSource deadline = new(Deadline);
        while (true)
        {
            string line = await _lines.Reader.ReadAsync(deadline.Token);
            Log.Add(line);
            if (line.Contains(text, StringComparison.Ordinal)) return line;
        }
    }

    public void Terminate()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>The exit code and what was written to standard error; the rest of the log is in <see cref="Log"/>.</summary>
    public async Task<(int Code, string Errors)> EndAsync()
    {
        using CancellationTokenSource deadline = new(Deadline);
        await _process.WaitForExitAsync(deadline.Token);
        await _reading.WaitAsync(deadline.Token);
        await foreach (string line in _lines.Reader.ReadAllAsync(deadline.Token)) Log.Add(line);
        return (_process.ExitCode, await _errors.WaitAsync(deadline.Token));
    }

    public IEnumerable<JsonElement> JsonLog() => Log.Select(line => JsonDocument.Parse(line).RootElement);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        await _errors;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line) await _lines.Writer.WriteAsync(line);
        _lines.Writer.Complete();
    }
}
