using System.Diagnostics;
using System.Text.Json;
using Tracker.Cli.Running;
using Tracker.Data.Ingest;

namespace Tracker.Cli.Sources;

/// <summary>Has the fetcher read a source once without storing: its readers are the fetcher's own affair.</summary>
internal static class TrialRun
{
    private const string Fetcher = "TrackerFetcher";

    /// <summary>What came of it.</summary>
    /// <param name="here">Whose fetcher.</param>
    /// <param name="source">The source; it goes to the fetcher's standard input, so that no key shows among the processes.</param>
    /// <param name="most">About how many reports to look at; 0: only at the settings.</param>
    /// <param name="ct">Ends the fetcher.</param>
    /// <exception cref="CliException">The fetcher is not there or did not answer.</exception>
    public static async Task<TrialAnswer> RunAsync(Installation here, SourceDefinition source, int most, CancellationToken ct)
    {
        string binary = here.Binary(Fetcher);
        if (!File.Exists(binary))
        {
            throw new CliException($"{binary} is missing, which reads sources. Run ./tracker of a checkout, which builds it.");
        }

        using Process fetcher = Process.Start(new ProcessStartInfo(Installation.Dotnet, [binary, "try-source", $"{most}"])
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
            return fetcher.ExitCode == 0 && JsonSerializer.Deserialize<TrialAnswer>(answer) is { } read
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
