using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Ingest;
using Tracker.Geo.Reports;

namespace Tracker.Data.Tests.Cluster;

/// <summary>Reports for tests: made, and stored through a registered source.</summary>
internal static class Stock
{
    public static readonly DateTime Start = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Reports of some trackers, a second apart, the trackers in turn.</summary>
    public static NewReport[] Reports(int count, int trackers, int from = 0, string prefix = "t") =>
    [
        .. Enumerable.Range(from, count).Select(i => new NewReport
        {
            TrackerKey = $"{prefix}{i % trackers}",
            RecordedAt = Start.AddSeconds(i),
            Latitude = 48.2 + (i % 1_000 * 0.0001),
            Longitude = 16.4,
            AccuracyMetres = 5,
        }),
    ];

    public static async Task<SourceClaim> ClaimAsync(Database database, string name = "stock")
    {
        var ledger = new SourceLedger(database, TimeSpan.FromMinutes(5));
        await ledger.RegisterAsync(name, "csv", "nowhere.csv", "{}", registerTrackers: true, every: null, CancellationToken.None);
        return (await ledger.ClaimAsync(CancellationToken.None))!;
    }

    public static async Task<IngestResult> StoreAsync(Database database, IReadOnlyCollection<NewReport> reports, string source = "stock")
    {
        SourceClaim claim = await ClaimAsync(database, source);
        return await new Ingestor(database, TimeProvider.System).StoreAsync(claim.Id, true, reports, CancellationToken.None);
    }
}
