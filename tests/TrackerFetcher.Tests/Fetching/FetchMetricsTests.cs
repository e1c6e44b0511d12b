using System.Diagnostics.Metrics;
using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Geo.Reports;
using TrackerFetcher.Fetching;

namespace TrackerFetcher.Tests.Fetching;

public sealed class FetchMetricsTests : IDisposable
{
    private const string Source = nameof(FetchMetricsTests);

    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _counts = [];

    public FetchMetricsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Tracker.Fetch")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            Dictionary<string, object?> labels = new(tags.ToArray());
            if (Equals(labels["source"], Source))
            {
                string name = $"{instrument.Name} {labels.GetValueOrDefault("reason")}".TrimEnd();
                _counts[name] = _counts.GetValueOrDefault(name) + count;
            }
        });
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Quarantined_reports_are_counted_by_reason_beside_stored_reports_and_duplicates()
    {
        IngestResult result = new(Stored: 7, Duplicates: 3, Unknown: [], TooOld: []);
        FetchMetrics.RecordStored(Source, result);
        Assert.Equal(new Dictionary<string, long> { ["tracker.fetch.stored"] = 7 }, _counts);

        FetchMetrics.RecordAdvance(Source, result, [Rejected(RejectionReason.Malformed), Rejected(RejectionReason.InFuture), Rejected(RejectionReason.Malformed)]);
        Assert.Equal(
            new Dictionary<string, long>
            {
                ["tracker.fetch.stored"] = 7,
                ["tracker.fetch.duplicates"] = 3,
                ["tracker.fetch.rejected Malformed"] = 2,
                ["tracker.fetch.rejected InFuture"] = 1,
            },
            _counts);
    }

    private static QuarantinedReport Rejected(RejectionReason reason) => new(reason, "why", "what");
}
