using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Ingest;

namespace EndToEnd.Tests.Results;

/// <summary>Registers sources as the command line does.</summary>
internal sealed class SourceBook(ClusterFixture fixture)
{
    public async Task AddAsync(string name, string location, string kind = "csv", string options = "{}", TimeSpan? every = null)
    {
        await using Database database = fixture.Open("tests-sources");
        await new SourceLedger(database, TimeSpan.FromSeconds(30)).RegisterAsync(name, kind, location, options, true, every, CancellationToken.None);
    }
}
