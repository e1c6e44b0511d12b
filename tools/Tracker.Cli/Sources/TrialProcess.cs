using System.Diagnostics;
using System.Text.Json;
using Tracker.Cli.Running;
using Tracker.Data.Ingest;
using TrackerFetcher.Trial;

namespace Tracker.Cli.Sources;

/// <summary>Runs the fetcher to read a source once without storing it, with the fetcher's own settings and limits.</summary>
internal static class TrialProcess
{
    private const string Fetcher = "TrackerFetcher";

    /// <summary>Reads a source once.</summary>
    /// <param name="here">The installation with the fetcher.</param>
    /// <param name="source">The source. It is passed on the standard input, so that no key appears in the process list.</param>
    /// <param name="limit">About how many reports to read; 0 only checks the definition.</param>
    /// <param name="ct">Stops the fetcher.</param>
    /// <exception cref="CliException">The fetcher is missing, or failed.</exception>
    public static async Task<TrialResult> RunAsync(Installation here, SourceDefinition source, int limit, CancellationToken ct)
    {
        string binary = here.Binary(Fetcher);
        if (!File.Exists(binary))
        {
            throw new CliException($"{binary} is missing, which reads sources. Run ./tracker of a checkout, which builds it.");
        }

        using Process fetcher = Process.Start(new ProcessStartInfo(Installation.Dotnet, [binary, TrialProgram.Argument, $"{limit}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            await fetcher.StandardInput.WriteAsync(JsonSerializer.Serialize(source).AsMemory(), ct);
            fetcher.StandardInput.Close();
            Task<string> errors = fetcher.StandardError.ReadToEndAsync(ct);
            string answer = await fetcher.StandardOutput.ReadToEndAsync(ct);
            await fetcher.WaitForExitAsync(ct);
            return fetcher.ExitCode == 0 && JsonSerializer.Deserialize<TrialResult>(answer) is { } read
                ? read
                : throw new CliException($"The fetcher could not try the source: {(await errors).Trim().Split('\n')[0]}");
        }
        finally
        {
            if (!fetcher.HasExited)
            {
                fetcher.Kill();
            }
        }
    }
}
