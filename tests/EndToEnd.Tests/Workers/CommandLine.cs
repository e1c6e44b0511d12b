using System.Diagnostics;
using System.Text;
using Tracker.Cluster;

namespace EndToEnd.Tests.Workers;

/// <summary>A command of <c>./tracker</c> as a process, on the tests' database.</summary>
internal sealed class CommandLine : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Process _process;

    private CommandLine(LocalCluster cluster, string[] arguments)
    {
        ProcessStartInfo start = new(WorkerBinary.Runtime, [WorkerBinary.Tool, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in cluster.Environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Add(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has said to the standard error.</summary>
    public string Error => Read(_error);

    /// <summary>The command in the background.</summary>
    public static CommandLine Start(Pipeline pipeline, params string[] arguments) => new(pipeline.Cluster, arguments);

    /// <summary>The result of a command that is expected to be done.</summary>
    public static async Task<string> DoneAsync(Pipeline pipeline, params string[] arguments)
    {
        using CommandLine command = Start(pipeline, arguments);
        int code = await command.EndAsync();
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {code}: {command.Error}");
        return Read(command._output);
    }

    /// <summary>The one line that says why a command failed.</summary>
    public static async Task<string> FailedAsync(Pipeline pipeline, params string[] arguments)
    {
        using CommandLine command = Start(pipeline, arguments);
        Assert.Equal(1, await command.EndAsync());
        Assert.Empty(Read(command._output));
        return Assert.Single(command.Error.TrimEnd().Split('\n'));
    }

    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        using CancellationTokenSource deadline = new(Deadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static void Add(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.Append(line).Append(line is null ? "" : "\n");
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
