using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Results;
using Tracker.Data.Ingest;

namespace Tracker.Cli.Sources;

/// <summary>Registers sources, so that the fetchers read them.</summary>
internal static class SourceRegistration
{
    // Registering claims nothing, so any lease will do.
    private static readonly TimeSpan UnusedLease = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(Database database, IReadOnlyList<SourceInput> inputs, CancellationToken ct)
    {
        SourceLedger ledger = new(database, UnusedLease);
        foreach (SourceInput input in inputs)
        {
            await ledger.RegisterAsync(input.Name, input.Kind, input.Location, input.Options, registerTrackers: true, input.Every, ct);
        }
    }

    /// <summary>Writes the errors of failed sources and returns the exit code.</summary>
    public static int Conclude(IReadOnlyList<SourceState> failed, Terminal terminal)
    {
        foreach (SourceState source in failed)
        {
            terminal.Error.WriteLine($"tracker: {source.Name}: {source.LastError}{(source.IsRetried ? " It is tried again in the background." : "")}");
        }

        return failed.Count == 0 ? CommandLine.Done : CommandLine.Failed;
    }
}
