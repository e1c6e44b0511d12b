using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Results;
using Tracker.Data.Ingest;

namespace Tracker.Cli.Sources;

/// <summary>Hands sources over to the fetchers.</summary>
internal static class Registration
{
    // Registering takes no claim: the lease is the fetchers' affair.
    private static readonly TimeSpan NoLease = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(Database database, IReadOnlyList<SourceInput> inputs, CancellationToken ct)
    {
        SourceLedger ledger = new(database, NoLease);
        foreach (SourceInput input in inputs)
        {
            await ledger.RegisterAsync(input.Name, input.Kind, input.Location, input.Options, registerTrackers: true, input.Every, ct);
        }
    }

    /// <summary>Says what failed; the exit code.</summary>
    public static int Conclude(IReadOnlyList<SourceState> failed, Terminal terminal)
    {
        foreach (SourceState source in failed)
        {
            terminal.Error.WriteLine($"tracker: {source.Name}: {source.LastError}{(source.IsRetried ? " It is tried again in the background." : "")}");
        }

        return failed.Count == 0 ? CommandLine.Done : CommandLine.Failed;
    }
}
