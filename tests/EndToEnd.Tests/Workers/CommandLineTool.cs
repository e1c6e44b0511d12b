using System.Diagnostics;
using Tracker.Cluster;

namespace EndToEnd.Tests.Workers;

/// <summary><c>./tracker</c> as a process of its own, on the tests' cluster.</summary>
internal static class CommandLineTool
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code, and what it said on either output.</returns>
    public static async Task<(int Code, string Said)> RunAsync(LocalCluster cluster, params string[] arguments)
    {
        using Process process = Start(cluster, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Starts it; the caller ends it.</summary>
    public static Process Start(LocalCluster cluster, params string[] arguments)
    {
        ProcessStartInfo start = new(WorkerBinary.Runtime, [WorkerBinary.Tool, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach ((string name, string value) in cluster.Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
