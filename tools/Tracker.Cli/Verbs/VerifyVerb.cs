using System.CommandLine;
using EFCore.ReadWriteSplitting.Configuration;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cli.Splitting;

namespace Tracker.Cli.Verbs;

/// <summary>Runs the read/write split test.</summary>
internal static class VerifyVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Option<bool> json = JsonOption.Create();
        Command verify = new("verify", "Test that reads go to the replicas and writes to the primary.") { json };
        verify.SetAction((parsed, ct) => RunAsync(here, terminal, parsed.GetValue(json), ct));
        return verify;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, bool json, CancellationToken ct)
    {
        DatabaseOptions options = DatabaseAccess.Options(here);
        if (options.Hosts.Count > 0)
        {
            throw new CliException("POSTGRES_HOSTS lists the nodes, so there are no read and write ports to verify. See: ./tracker routes");
        }

        SplitObservation seen = await new SplitProbe(options).RunAsync(ct);
        SplitVerdict verdict = SplitVerdict.Of(seen);
        if (json)
        {
            terminal.Write(SplitText.Json(seen, verdict));
        }
        else
        {
            terminal.Write(SplitText.Ports(verdict));
            terminal.Write(SplitText.Reads(seen));
        }

        foreach (ConnectionVerdict wrong in new[] { verdict.Read, verdict.Write }.Where(connection => connection.Status != SplitVerdict.Ok))
        {
            terminal.Error.WriteLine($"tracker: {wrong.Reason}");
        }

        return verdict.IsOk ? CommandLine.Done : CommandLine.Failed;
    }
}
